import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inbox", "0003_sort_messages_anew")]

    operations = [
        migrations.RemoveField(
            model_name="inboxsettings",
            name="mail_address",
        ),
        migrations.RemoveField(
            model_name="message",
            name="about",
        ),
        migrations.AlterField(
            model_name="message",
            name="category",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="inbox.category",
                verbose_name="about",
            ),
        ),
    ]
