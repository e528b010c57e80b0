from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_chain_the_audit_log")]

    operations = [
        migrations.AlterField(
            model_name="auditentry",
            name="hash",
            field=models.CharField(
                editable=False, max_length=64, unique=True, verbose_name="SHA-256"
            ),
        ),
    ]
