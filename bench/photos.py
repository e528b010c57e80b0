"""What a photo costs to develop, and what a page of photos costs to look at.

    python bench/photos.py          a photo of 24 megapixels: time, memory, bytes of its files
    python bench/photos.py --page   the demo's front page in Chromium, 360 and 1280 pixels wide

The photo is painted, with grain over it as a camera leaves it. The page is served from a site of
its own under var/bench/photos, whose pictures are made first; $CHROMIUM names another browser.
"""

import json
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

WORDS = {"creator": "Li Wei", "credit": "Portal Studio", "copyright": "© Portal Studio"}
PICTURES = """
    () => performance.getEntriesByType("resource")
        .filter((entry) => entry.name.includes("/photos/"))
        .map((entry) => [entry.name.split("-").slice(1).join("-"), entry.encodedBodySize])
"""
SHIFTS = """
    window.shifted = 0;
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) window.shifted += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
"""
TO_THE_END = """
    async () => {
        for (let at = 0; at < document.body.scrollHeight; at += 400) {
            scrollTo(0, at);
            await new Promise((done) => setTimeout(done, 60));
        }
        await Promise.all([...document.images].map((image) => image.decode()));
    }
"""


def one_photo() -> None:
    """Develop one photo as an upload does and as the worker does, and print both."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "original"
        grainy().save(source, "JPEG", quality=88)
        print(f"original: 6000 x 4000, {source.stat().st_size / 1e6:.1f} MB")
        first = developed(source, Path(folder))
        print(f"an upload waits for {len(first['renditions'])} files: {cost(first)}")
        wanted = {"words": WORDS, "focus": [50, 40], "crops": {}}
        everything = developed(source, Path(folder), all=wanted)
        print(f"the worker makes {len(everything['renditions'])} files: {cost(everything)}")
        print_bytes(everything["renditions"], Path(folder), source)


def grainy() -> Image.Image:
    """Twenty-four megapixels of a painted picture with grain."""
    from newsportal.operations.demo import pictures

    name = pictures.PICTURES[0]
    picture = pictures.paint(name, width=1920).resize((6000, 4000), Image.Resampling.BICUBIC)
    grain = Image.effect_noise((6000, 4000), 60).convert("RGB")
    return Image.blend(picture.convert("RGB"), grain, 0.08)


def developed(source: Path, folder: Path, **request: Any) -> dict[str, Any]:
    """The darkroom's answer, with the seconds that it took and the CPU that it used."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "articles.photos.darkroom"],
        input=json.dumps({"source": str(source), "folder": str(folder), **request}).encode(),
        env={"LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "1"},
        capture_output=True,
        check=True,
        cwd=ROOT,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    answer = dict(json.loads(done.stdout))
    answer["seconds"] = time.perf_counter() - began
    answer["cpu"] = sum(after[:2]) - sum(before[:2])
    return answer


def cost(answer: dict[str, Any]) -> str:
    return (
        f"{answer['seconds']:.2f} s, {answer['cpu']:.2f} s of CPU, "
        f"{answer['memory'] / 1e6:.0f} MB at the most"
    )


def print_bytes(rows: list[dict[str, Any]], folder: Path, source: Path) -> None:
    """The bytes of the whole picture by width, beside a JPEG of quality 85 as it is often made."""
    plain = {}
    with Image.open(source) as image:
        for width in sorted({row["width"] for row in rows if "crop" not in row}):
            file = BytesIO()
            copy = image.resize((width, width * 2 // 3), Image.Resampling.LANCZOS)
            copy.save(file, "JPEG", quality=85)
            plain[width] = len(file.getvalue())
    kinds = ("avif", "webp", "jpeg")
    print(f"{'width':>6}" + "".join(f"{kind:>12}" for kind in kinds) + f"{'JPEG 85':>12}")
    for width, size in plain.items():
        made = {
            row["format"]: (folder / row["file"]).stat().st_size
            for row in rows
            if row["width"] == width and "crop" not in row
        }
        cells = "".join(f"{made[kind]:>12,}" for kind in kinds)
        print(f"{width:>6}{cells}{size:>12,}")
    total = sum((folder / row["file"]).stat().st_size for row in rows)
    print(f"all files: {total / 1e6:.1f} MB")


def one_page() -> None:
    """Look at the front page of the demo in Chromium and print what it loaded."""
    from playwright.sync_api import sync_playwright

    var = ROOT / "var" / "bench" / "photos"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "VAR_DIR": str(var), "PORT": str(port)}
    manage = [sys.executable, str(ROOT / "manage.py")]
    if not var.exists():
        for command in (["migrate", "-v0"], ["demo"], ["rebuild"]):
            subprocess.run(
                [*manage, *command], env=environment, check=True, stdout=subprocess.DEVNULL
            )
    address = f"http://localhost:{port}"
    server = subprocess.Popen(
        [*manage, "serve", "--port", str(port)], env=environment, stdout=subprocess.DEVNULL
    )
    try:
        wait_for(f"{address}/healthz")
        with sync_playwright() as playwright:
            path = os.environ.get("CHROMIUM") or shutil.which("chromium")
            browser = playwright.chromium.launch(
                executable_path=path, args=["--no-sandbox", "--disable-gpu"]
            )
            for width in (360, 1280):
                for density in (1, 2):
                    print_page(browser, address, width, density)
            browser.close()
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


def wait_for(address: str) -> None:
    """Until the server answers; it collects the static files first."""
    for _attempt in range(240):
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 - our own server
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit("The server does not answer.")


def print_page(browser: Any, address: str, width: int, density: int) -> None:
    """What one visit loads: before scrolling, and to the end of the page."""
    context = browser.new_context(
        viewport={"width": width, "height": 800}, device_scale_factor=density
    )
    context.add_init_script(SHIFTS)
    page = context.new_page()
    page.goto(address, wait_until="load")
    seen = page.evaluate(PICTURES)
    page.evaluate(TO_THE_END)
    files = page.evaluate(PICTURES)
    drawn = page.evaluate("() => document.querySelectorAll('main .picture img').length")
    print(
        f"{width} px at {density}x: {drawn} pictures, {sum(size for _name, size in files):,} bytes"
        f" ({sum(size for _name, size in seen):,} before scrolling),"
        f" layout shift {page.evaluate('() => window.shifted'):.3f}"
    )
    names = [name for name, _size in files]
    print("    " + ", ".join(f"{names.count(name)} x {name}" for name in dict.fromkeys(names)))
    context.close()


if __name__ == "__main__":
    one_page() if "--page" in sys.argv else one_photo()
