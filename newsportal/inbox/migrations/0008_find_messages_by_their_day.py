from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inbox", "0007_readers_side")]

    operations = [
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["sent_at"], name="message_sent"),
        ),
        migrations.RemoveIndex(model_name="message", name="message_address"),
    ]
