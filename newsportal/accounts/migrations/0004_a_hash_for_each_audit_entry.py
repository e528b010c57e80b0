from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_mail_to_staff_and_sent_forms")]

    operations = [
        migrations.AddField(
            model_name="auditentry",
            name="hash",
            field=models.CharField(
                editable=False, max_length=64, null=True, verbose_name="SHA-256"
            ),
        ),
        migrations.AlterField(
            model_name="auditentry",
            name="action",
            field=models.CharField(db_index=True, max_length=60, verbose_name="action"),
        ),
        migrations.AlterField(
            model_name="auditentry",
            name="at",
            field=models.DateTimeField(db_index=True, verbose_name="at"),
        ),
    ]
