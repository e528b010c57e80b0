"""The user, the roles a user holds, mail to the staff, and the audit log."""

from functools import cached_property
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Role(models.Model):
    """One of the six roles; what it may do stands in `roles.py`, not here."""

    name = models.SlugField(_("name"), primary_key=True, max_length=20)
    title = models.CharField(_("title"), max_length=60)
    description = models.CharField(_("what it is for"), max_length=200)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        verbose_name = _("role")
        verbose_name_plural = _("roles")

    def __str__(self) -> str:
        return self.title


class User(AbstractUser):
    """Somebody who works at the newsroom. Readers have no accounts."""

    # Rights come from roles alone; two ways to grant would be one too many.
    groups = None  # type: ignore[assignment]
    user_permissions = None  # type: ignore[assignment]

    is_staff = models.BooleanField(_("may sign in"), default=True)
    roles = models.ManyToManyField(Role, verbose_name=_("roles"), blank=True, related_name="users")

    class Meta:
        ordering = ["username"]
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @cached_property
    def role_names(self) -> frozenset[str]:
        """The names of the roles held, read once for each request, or fetched before."""
        return frozenset(role.name for role in self.roles.all()) if self.pk else frozenset()

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Django's own permissions are not used: only a superuser has them."""
        return self.is_active and self.is_superuser

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_superuser


class Notice(models.Model):
    """A mail to one of the staff, on its way or sent; `notices.py` writes and sends it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        NONE = "none", _("not sent: nobody to write to")

    to = models.ForeignKey(
        User, verbose_name=_("to"), on_delete=models.CASCADE, related_name="notices"
    )
    subject = models.CharField(max_length=250)
    text = models.TextField()
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    due_at = models.DateTimeField(_("next try"), null=True)
    made_at = models.DateTimeField(_("written at"), auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        default_permissions = ()
        verbose_name = _("mail to the staff")
        verbose_name_plural = _("mail to the staff")
        indexes = [
            models.Index(fields=["due_at"], name="notice_due", condition=Q(state="waiting")),
            models.Index(fields=["id"], name="notice_failed", condition=Q(state="failed")),
        ]

    def __str__(self) -> str:
        # Not its subject: who looks after the mail need not know which articles there are.
        return f"#{self.pk}"


class SentForm(models.Model):
    """A form of the newsroom that was carried out, and where its answer led; see `once.py`."""

    # A keyed hash of the person, the address and all that was sent, the form's token included.
    digest = models.CharField(max_length=64, unique=True)
    location = models.CharField(max_length=500)
    sent_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.location


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    """Rows can be added and read, and nothing else."""

    def update(self, **kwargs: Any) -> int:
        raise PermissionError("The audit log is append-only.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise PermissionError("The audit log is append-only.")

    def bulk_create(self, *args: Any, **kwargs: Any) -> Any:
        raise PermissionError("The audit log is written by audit.record, one line at a time.")


class AuditEnd(models.Model):
    """Where the audit log ends: how many lines were written, and the hash of the last. One row.

    Lines that are taken off the end break no chain; they are missed here.
    """

    lines = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.lines} lines"


class AuditEntry(models.Model):
    """Who did what to what, and when: one line for each change that matters.

    Readers' data and secrets never stand in `detail`. The database itself refuses to change or
    delete a line (`append_only.py`), and each is tied to the one before it (`chain.py`).
    """

    at = models.DateTimeField(_("at"), db_index=True)
    by = models.ForeignKey(
        User, verbose_name=_("by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    action = models.CharField(_("action"), max_length=60, db_index=True)
    subject = models.CharField(_("subject"), max_length=60, db_index=True)
    label = models.CharField(_("label"), max_length=250)
    detail = models.JSONField(_("detail"), default=dict)
    # Over the hash of the line before and all the columns above; hex.
    hash = models.CharField("SHA-256", max_length=64, unique=True, editable=False)

    objects = models.Manager.from_queryset(AuditEntryQuerySet)()

    class Meta:
        ordering = ["-id"]
        default_permissions = ()
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit log")

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise PermissionError("The audit log is append-only.")
        if not self.hash:
            raise PermissionError("The audit log is written by audit.record.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise PermissionError("The audit log is append-only.")
