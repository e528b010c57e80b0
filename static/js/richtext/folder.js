// Tells CKEditor its folder before it loads: it cannot find its own file under a hashed name.
window.CKEDITOR_BASEPATH = document.getElementById("richtext-folder").dataset.folder;
