import datetime

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.operations
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import productops.people.models.areas
import productops.people.models.person


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("audit", "0002_pseudonym"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        django.contrib.postgres.operations.BtreeGistExtension(),
        migrations.CreateModel(
            name="ProductGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("name", models.CharField(max_length=120, unique=True, verbose_name="name")),
                ("sort_key", models.CharField(editable=False, max_length=200)),
                ("position", models.PositiveIntegerField(default=0, verbose_name="order")),
            ],
            options={
                "ordering": ["position", "sort_key"],
            },
        ),
        migrations.CreateModel(
            name="RaciActivity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(unique=True)),
                ("name", models.CharField(max_length=120, verbose_name="activity")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("timezone", models.CharField(default="Europe/Warsaw", max_length=64, verbose_name="time zone")),
                (
                    "country",
                    models.CharField(
                        default="PL", help_text="Whose holidays count.", max_length=2, verbose_name="country"
                    ),
                ),
                ("subdivision", models.CharField(blank=True, max_length=8, verbose_name="region")),
                ("language", models.CharField(default="en", max_length=5, verbose_name="language")),
                (
                    "submit_weekday",
                    models.PositiveSmallIntegerField(
                        default=3,
                        help_text="Monday is 0.",
                        validators=[django.core.validators.MaxValueValidator(6)],
                        verbose_name="PMs submit on",
                    ),
                ),
                ("submit_time", models.TimeField(default=datetime.time(14, 0), verbose_name="PMs submit until")),
                (
                    "publish_time",
                    models.TimeField(default=datetime.time(16, 0), verbose_name="Product Ops publishes until"),
                ),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="one_organisation")],
            },
        ),
        migrations.CreateModel(
            name="Area",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("sort_key", models.CharField(editable=False, max_length=200)),
                ("summary", models.TextField(blank=True, max_length=1000, verbose_name="summary")),
                ("chat", models.CharField(blank=True, max_length=80, verbose_name="chat channel")),
                (
                    "components",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="components",
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0, verbose_name="order")),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="areas",
                        to="people.productgroup",
                        verbose_name="product group",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "sort_key"],
                "permissions": [("write_updates", "Write and submit the area's weekly update")],
            },
        ),
        migrations.CreateModel(
            name="OrganisationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("timezone", models.CharField(default="Europe/Warsaw", max_length=64, verbose_name="time zone")),
                (
                    "country",
                    models.CharField(
                        default="PL", help_text="Whose holidays count.", max_length=2, verbose_name="country"
                    ),
                ),
                ("subdivision", models.CharField(blank=True, max_length=8, verbose_name="region")),
                ("language", models.CharField(default="en", max_length=5, verbose_name="language")),
                (
                    "submit_weekday",
                    models.PositiveSmallIntegerField(
                        default=3,
                        help_text="Monday is 0.",
                        validators=[django.core.validators.MaxValueValidator(6)],
                        verbose_name="PMs submit on",
                    ),
                ),
                ("submit_time", models.TimeField(default=datetime.time(14, 0), verbose_name="PMs submit until")),
                (
                    "publish_time",
                    models.TimeField(default=datetime.time(16, 0), verbose_name="Product Ops publishes until"),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        to="people.organisation",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProductGroupEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("slug", models.SlugField(db_index=False, max_length=80)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("sort_key", models.CharField(editable=False, max_length=200)),
                ("position", models.PositiveIntegerField(default=0, verbose_name="order")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        to="people.productgroup",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RaciActivityEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("code", models.SlugField(db_index=False)),
                ("name", models.CharField(max_length=120, verbose_name="activity")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        to="people.raciactivity",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AreaEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("slug", models.SlugField(db_index=False, max_length=80)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("sort_key", models.CharField(editable=False, max_length=200)),
                ("summary", models.TextField(blank=True, max_length=1000, verbose_name="summary")),
                ("chat", models.CharField(blank=True, max_length=80, verbose_name="chat channel")),
                (
                    "components",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="components",
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0, verbose_name="order")),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        to="people.area",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.productgroup",
                        verbose_name="product group",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="e-mail")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("sort_key", models.CharField(editable=False, max_length=200)),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="title")),
                ("timezone", models.CharField(default="Europe/Warsaw", max_length=64, verbose_name="time zone")),
                ("language", models.CharField(default="en", max_length=5, verbose_name="language")),
                (
                    "theme",
                    models.CharField(
                        choices=[("system", "As the system"), ("light", "Light"), ("dark", "Dark")],
                        default="system",
                        max_length=8,
                        verbose_name="theme",
                    ),
                ),
                (
                    "working_days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        default=productops.people.models.person.working_week,
                        size=None,
                        verbose_name="working days",
                    ),
                ),
                ("day_starts", models.TimeField(default="09:00", verbose_name="working hours from")),
                ("day_ends", models.TimeField(default="17:00", verbose_name="working hours to")),
                ("shortcuts", models.BooleanField(default=True, verbose_name="single-key shortcuts")),
                ("is_active", models.BooleanField(default=True)),
                ("invited_at", models.DateTimeField(blank=True, null=True)),
                ("deactivated_at", models.DateTimeField(blank=True, null=True)),
                ("last_looked_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "deactivated_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "ordering": ["sort_key", "id"],
            },
        ),
        migrations.CreateModel(
            name="Function",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(unique=True)),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
                ("sort_key", models.CharField(editable=False, max_length=200)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "standing_notice",
                    models.TextField(
                        blank=True,
                        help_text="What a launch must know, such as a lead time.",
                        max_length=600,
                        verbose_name="standing notice",
                    ),
                ),
                ("standing_notice_html", models.TextField(blank=True, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "delegates",
                    models.ManyToManyField(
                        blank=True, related_name="delegate_of", to=settings.AUTH_USER_MODEL, verbose_name="delegates"
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leads",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="lead",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "sort_key"],
            },
        ),
        migrations.CreateModel(
            name="PersonEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("sort_key", models.CharField(editable=False, max_length=200)),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="title")),
                ("timezone", models.CharField(default="Europe/Warsaw", max_length=64, verbose_name="time zone")),
                ("language", models.CharField(default="en", max_length=5, verbose_name="language")),
                (
                    "theme",
                    models.CharField(
                        choices=[("system", "As the system"), ("light", "Light"), ("dark", "Dark")],
                        default="system",
                        max_length=8,
                        verbose_name="theme",
                    ),
                ),
                (
                    "working_days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        default=productops.people.models.person.working_week,
                        size=None,
                        verbose_name="working days",
                    ),
                ),
                ("day_starts", models.TimeField(default="09:00", verbose_name="working hours from")),
                ("day_ends", models.TimeField(default="17:00", verbose_name="working hours to")),
                ("shortcuts", models.BooleanField(default=True, verbose_name="single-key shortcuts")),
                ("is_active", models.BooleanField(default=True)),
                ("invited_at", models.DateTimeField(blank=True, null=True)),
                ("deactivated_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "deactivated_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "function",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.function",
                        verbose_name="function",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RaciEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "letter",
                    models.CharField(
                        choices=[("R", "Responsible"), ("A", "Accountable"), ("C", "Consulted"), ("I", "Informed")],
                        max_length=1,
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("product_ops", "Product Ops"),
                            ("product_ops_lead", "Product Ops lead"),
                            ("head_of_product", "Head of Product"),
                            ("pm", "PM"),
                            ("eng_lead", "Eng lead"),
                            ("executive", "Executive"),
                            ("stakeholder", "Stakeholders"),
                        ],
                        max_length=20,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=80, verbose_name="note")),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="entries", to="people.raciactivity"
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to="people.area"
                    ),
                ),
                (
                    "function",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to="people.function"
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to="people.productgroup"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="raci_entries",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["activity", "letter", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("group", None), ("area", None), _connector="OR"), name="raci_one_scope"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(models.Q(("role", ""), _negated=True), ("function", None), ("person", None)),
                            models.Q(("function__isnull", False), ("person", None), ("role", "")),
                            models.Q(("function", None), ("person__isnull", False), ("role", "")),
                            _connector="OR",
                        ),
                        name="raci_one_holder",
                    ),
                    models.UniqueConstraint(
                        fields=("activity", "group", "area", "letter", "role", "function", "person"),
                        name="raci_entry_once",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AreaRole",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("pm", "PM"), ("deputy", "Deputy"), ("eng_lead", "Eng lead"), ("contact", "Contact")],
                        max_length=12,
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="roles", to="people.area"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="area_roles",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "function",
                    models.ForeignKey(
                        blank=True,
                        help_text="For a contact: of which.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="people.function",
                    ),
                ),
            ],
            options={
                "ordering": ["area", "kind", "starts_on"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                        name="area_role_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("function__isnull", False), ("kind", "contact")),
                            models.Q(models.Q(("kind", "contact"), _negated=True), ("function", None)),
                            _connector="OR",
                        ),
                        name="area_contact_has_function",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "deputy"), _negated=True), ("ends_on__isnull", False), _connector="OR"
                        ),
                        name="area_deputy_has_an_end",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("kind", "contact"), _negated=True),
                        expressions=[
                            ("area", "="),
                            ("kind", "="),
                            (
                                productops.people.models.areas.DateRange(
                                    "starts_on",
                                    "ends_on",
                                    django.contrib.postgres.fields.ranges.RangeBoundary(
                                        inclusive_lower=True, inclusive_upper=True
                                    ),
                                ),
                                "&&",
                            ),
                        ],
                        name="area_one_holder_at_a_time",
                    ),
                ],
                "indexes": [models.Index(fields=["person", "kind"], name="area_role_of_person")],
            },
        ),
        migrations.CreateModel(
            name="FunctionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                ("slug", models.SlugField(db_index=False)),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("sort_key", models.CharField(editable=False, max_length=200)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "standing_notice",
                    models.TextField(
                        blank=True,
                        help_text="What a launch must know, such as a lead time.",
                        max_length=600,
                        verbose_name="standing notice",
                    ),
                ),
                ("standing_notice_html", models.TextField(blank=True, editable=False)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="lead",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        to="people.function",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RaciEntryEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "letter",
                    models.CharField(
                        choices=[("R", "Responsible"), ("A", "Accountable"), ("C", "Consulted"), ("I", "Informed")],
                        max_length=1,
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("product_ops", "Product Ops"),
                            ("product_ops_lead", "Product Ops lead"),
                            ("head_of_product", "Head of Product"),
                            ("pm", "PM"),
                            ("eng_lead", "Eng lead"),
                            ("executive", "Executive"),
                            ("stakeholder", "Stakeholders"),
                        ],
                        max_length=20,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=80, verbose_name="note")),
                (
                    "activity",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.raciactivity",
                    ),
                ),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.area",
                    ),
                ),
                (
                    "function",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.function",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.productgroup",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        to="people.racientry",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AreaRoleEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("pm", "PM"), ("deputy", "Deputy"), ("eng_lead", "Eng lead"), ("contact", "Contact")],
                        max_length=12,
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "area",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.area",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="history",
                        to="people.arearole",
                    ),
                ),
                (
                    "function",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="For a contact: of which.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.function",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="person",
            name="function",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="people",
                to="people.function",
                verbose_name="function",
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["sort_key", "id"], name="person_by_name"),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("email"), name="person_email_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(condition=models.Q(("is_superuser", False)), name="nobody_is_superuser"),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("deactivated_at", None), ("is_active", True)),
                    models.Q(("deactivated_at__isnull", False), ("is_active", False)),
                    _connector="OR",
                ),
                name="deactivated_says_when",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "people_organisationevent" ("country", "id", "language", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "publish_time", "subdivision", "submit_time", "submit_weekday", "timezone") VALUES (NEW."country", NEW."id", NEW."language", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."publish_time", NEW."subdivision", NEW."submit_time", NEW."submit_weekday", NEW."timezone"); RETURN NULL;',
                    hash="c5c18bef133c25649bde606a6b29fdf6f697435a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d087f",
                    table="people_organisation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "people_organisationevent" ("country", "id", "language", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "publish_time", "subdivision", "submit_time", "submit_weekday", "timezone") VALUES (NEW."country", NEW."id", NEW."language", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."publish_time", NEW."subdivision", NEW."submit_time", NEW."submit_weekday", NEW."timezone"); RETURN NULL;',
                    hash="b1f1378f0b8454c2a12a0191b873e5e72b8909fa",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c3fee",
                    table="people_organisation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisation",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "people_organisationevent" ("country", "id", "language", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "publish_time", "subdivision", "submit_time", "submit_weekday", "timezone") VALUES (OLD."country", OLD."id", OLD."language", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."publish_time", OLD."subdivision", OLD."submit_time", OLD."submit_weekday", OLD."timezone"); RETURN NULL;',
                    hash="81cfc430e104eb37cc6b2a5154c35b28b4b075c7",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_637d9",
                    table="people_organisation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="productgroup",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "people_productgroupevent" ("id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug", "sort_key") VALUES (NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."position", NEW."slug", NEW."sort_key"); RETURN NULL;',
                    hash="e8fb67ef26d4d4310b524f09fd83a229d7744788",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f1bca",
                    table="people_productgroup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="productgroup",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "people_productgroupevent" ("id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug", "sort_key") VALUES (NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."position", NEW."slug", NEW."sort_key"); RETURN NULL;',
                    hash="659f91bcbe8e6dae89938f2a867cf32cd780bf01",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_9668b",
                    table="people_productgroup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="productgroup",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "people_productgroupevent" ("id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug", "sort_key") VALUES (OLD."id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."position", OLD."slug", OLD."sort_key"); RETURN NULL;',
                    hash="b9d882b44ed5fa0eb0f20630d52bad280345d3ae",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_1a1ef",
                    table="people_productgroup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="raciactivity",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "people_raciactivityevent" ("code", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "version") VALUES (NEW."code", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."position", NEW."version"); RETURN NULL;',
                    hash="99c171b548a5c434a323265a8b370e3ce074658f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_940f5",
                    table="people_raciactivity",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="raciactivity",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "people_raciactivityevent" ("code", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "version") VALUES (NEW."code", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."position", NEW."version"); RETURN NULL;',
                    hash="eacc6e838d8cbc8ceb1efafdffb4690d8ffbe787",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ba904",
                    table="people_raciactivity",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="raciactivity",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "people_raciactivityevent" ("code", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "version") VALUES (OLD."code", OLD."id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."position", OLD."version"); RETURN NULL;',
                    hash="d2315d3d514bbc1f7f677eaea838e62cafe22c4b",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_ba36f",
                    table="people_raciactivity",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="function",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "people_functionevent" ("id", "lead_id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug", "sort_key", "standing_notice", "standing_notice_html", "version") VALUES (NEW."id", NEW."lead_id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."position", NEW."slug", NEW."sort_key", NEW."standing_notice", NEW."standing_notice_html", NEW."version"); RETURN NULL;',
                    hash="655b0a8c4265f3291f178d302824f54f1ff52578",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_64d25",
                    table="people_function",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="function",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "people_functionevent" ("id", "lead_id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug", "sort_key", "standing_notice", "standing_notice_html", "version") VALUES (NEW."id", NEW."lead_id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."position", NEW."slug", NEW."sort_key", NEW."standing_notice", NEW."standing_notice_html", NEW."version"); RETURN NULL;',
                    hash="e45ab6fe7583346c02fea47ee6bb6e7893803881",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3b47b",
                    table="people_function",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="function",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "people_functionevent" ("id", "lead_id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug", "sort_key", "standing_notice", "standing_notice_html", "version") VALUES (OLD."id", OLD."lead_id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."position", OLD."slug", OLD."sort_key", OLD."standing_notice", OLD."standing_notice_html", OLD."version"); RETURN NULL;',
                    hash="3bf9cd66e4397aa6540ae629713f23bfad12c465",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_6b2e6",
                    table="people_function",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="arearoleevent",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="5e8efc822f07a21ee209917410b78da9ba0dfe14",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_03fea",
                    table="people_arearoleevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="arearoleevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f6705d78837a1f4ebaa35c9c2d3a49d9ff4dabb4",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_1c844",
                    table="people_arearoleevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="arearole",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "people_arearoleevent" ("area_id", "ends_on", "function_id", "id", "kind", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on") VALUES (NEW."area_id", NEW."ends_on", NEW."function_id", NEW."id", NEW."kind", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."starts_on"); RETURN NULL;',
                    hash="3df480260679d37faa24b58fbcf1b161421db4ac",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_484f1",
                    table="people_arearole",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="arearole",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "people_arearoleevent" ("area_id", "ends_on", "function_id", "id", "kind", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on") VALUES (NEW."area_id", NEW."ends_on", NEW."function_id", NEW."id", NEW."kind", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."starts_on"); RETURN NULL;',
                    hash="70762e055471f42a842f61ba3a38c69c0ce73a5f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_87c7d",
                    table="people_arearole",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="arearole",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "people_arearoleevent" ("area_id", "ends_on", "function_id", "id", "kind", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on") VALUES (OLD."area_id", OLD."ends_on", OLD."function_id", OLD."id", OLD."kind", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."starts_on"); RETURN NULL;',
                    hash="b24104a16b5540b0cbf74b57f0cb9a5b4e949e6d",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_df783",
                    table="people_arearole",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "people_personevent" ("day_ends", "day_starts", "deactivated_at", "deactivated_by_id", "email", "function_id", "id", "invited_at", "is_active", "is_superuser", "language", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "shortcuts", "sort_key", "theme", "timezone", "title", "version", "working_days") VALUES (NEW."day_ends", NEW."day_starts", NEW."deactivated_at", NEW."deactivated_by_id", NEW."email", NEW."function_id", NEW."id", NEW."invited_at", NEW."is_active", NEW."is_superuser", NEW."language", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."shortcuts", NEW."sort_key", NEW."theme", NEW."timezone", NEW."title", NEW."version", NEW."working_days"); RETURN NULL;',
                    hash="d03eac5da980fe4d32876d238a6c95c54a92ee7f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_65688",
                    table="people_person",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."day_ends" IS DISTINCT FROM (NEW."day_ends") OR OLD."day_starts" IS DISTINCT FROM (NEW."day_starts") OR OLD."deactivated_at" IS DISTINCT FROM (NEW."deactivated_at") OR OLD."deactivated_by_id" IS DISTINCT FROM (NEW."deactivated_by_id") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."function_id" IS DISTINCT FROM (NEW."function_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."invited_at" IS DISTINCT FROM (NEW."invited_at") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."is_superuser" IS DISTINCT FROM (NEW."is_superuser") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."shortcuts" IS DISTINCT FROM (NEW."shortcuts") OR OLD."sort_key" IS DISTINCT FROM (NEW."sort_key") OR OLD."theme" IS DISTINCT FROM (NEW."theme") OR OLD."timezone" IS DISTINCT FROM (NEW."timezone") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."working_days" IS DISTINCT FROM (NEW."working_days"))',
                    func='INSERT INTO "people_personevent" ("day_ends", "day_starts", "deactivated_at", "deactivated_by_id", "email", "function_id", "id", "invited_at", "is_active", "is_superuser", "language", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "shortcuts", "sort_key", "theme", "timezone", "title", "version", "working_days") VALUES (NEW."day_ends", NEW."day_starts", NEW."deactivated_at", NEW."deactivated_by_id", NEW."email", NEW."function_id", NEW."id", NEW."invited_at", NEW."is_active", NEW."is_superuser", NEW."language", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."shortcuts", NEW."sort_key", NEW."theme", NEW."timezone", NEW."title", NEW."version", NEW."working_days"); RETURN NULL;',
                    hash="623372c806ad1b75f8ffde15c29bbcf234a060a0",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_de829",
                    table="people_person",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "people_personevent" ("day_ends", "day_starts", "deactivated_at", "deactivated_by_id", "email", "function_id", "id", "invited_at", "is_active", "is_superuser", "language", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "shortcuts", "sort_key", "theme", "timezone", "title", "version", "working_days") VALUES (OLD."day_ends", OLD."day_starts", OLD."deactivated_at", OLD."deactivated_by_id", OLD."email", OLD."function_id", OLD."id", OLD."invited_at", OLD."is_active", OLD."is_superuser", OLD."language", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."shortcuts", OLD."sort_key", OLD."theme", OLD."timezone", OLD."title", OLD."version", OLD."working_days"); RETURN NULL;',
                    hash="22fd16afb9558e272a8e04be421080b5f30d2c95",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_2ca2d",
                    table="people_person",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="functionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="7263495007fe01d83d0b42d3f281e4916283e52b",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_a7ef4",
                    table="people_functionevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="functionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a0c7ba9db06aaa9d807a0475640e82a932dc2eb1",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_8b0a8",
                    table="people_functionevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisationevent",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="b66635c444668ba2fce701b5491fb4b20c096936",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_a7480",
                    table="people_organisationevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="organisationevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8da11a354c83f15e5ef964fde62ec1d848564852",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_2ea3f",
                    table="people_organisationevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="personevent",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="416453ac4c2490632bf6e0c8d8fff59f18299b66",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_60d58",
                    table="people_personevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="personevent",
            trigger=pgtrigger.compiler.Trigger(
                name="personal_apart",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="NEW.email := audit_pseudonym(NEW.id, 'people.person.email', NEW.email); NEW.name := audit_pseudonym(NEW.id, 'people.person.name', NEW.name); NEW.sort_key := audit_pseudonym(NEW.id, 'people.person.sort_key', NEW.sort_key); NEW.title := audit_pseudonym(NEW.id, 'people.person.title', NEW.title); RETURN NEW;",
                    hash="23f5f5f04a6810c8760cf5d6cb4fc5277d2bd02f",
                    operation="INSERT",
                    pgid="pgtrigger_personal_apart_fd4fa",
                    table="people_personevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="personevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="35abda29df77c17d89d5efdc2f5d2acf63e59c13",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_1d49f",
                    table="people_personevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="areaevent",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="e57184495b971531843159ddacb89981d059c990",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_49c93",
                    table="people_areaevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="areaevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="242dcbe87901a663bd9b5ce67e8437c6af3c44e9",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_84446",
                    table="people_areaevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="area",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "people_areaevent" ("chat", "closed_at", "components", "group_id", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug", "sort_key", "summary", "version") VALUES (NEW."chat", NEW."closed_at", NEW."components", NEW."group_id", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."position", NEW."slug", NEW."sort_key", NEW."summary", NEW."version"); RETURN NULL;',
                    hash="fe99e88a25c8139cb99e64f749b4f1437fe091dc",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_4b627",
                    table="people_area",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="area",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "people_areaevent" ("chat", "closed_at", "components", "group_id", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug", "sort_key", "summary", "version") VALUES (NEW."chat", NEW."closed_at", NEW."components", NEW."group_id", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."position", NEW."slug", NEW."sort_key", NEW."summary", NEW."version"); RETURN NULL;',
                    hash="25827da9709bc8dd7211a6ff0940b8a0e04e8d44",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5e5e2",
                    table="people_area",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="area",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "people_areaevent" ("chat", "closed_at", "components", "group_id", "id", "name", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "slug", "sort_key", "summary", "version") VALUES (OLD."chat", OLD."closed_at", OLD."components", OLD."group_id", OLD."id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."position", OLD."slug", OLD."sort_key", OLD."summary", OLD."version"); RETURN NULL;',
                    hash="c1ffeca16a9d9a13c8f937bd4b2b99d1b27bdd41",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9ea83",
                    table="people_area",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="productgroupevent",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="7e82b1e62be0b07387a189fcab743f04ec77ca35",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_5d52a",
                    table="people_productgroupevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="productgroupevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a28cc6f2ffe0915b28cec31c9331743a509ad150",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_31ea0",
                    table="people_productgroupevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="raciactivityevent",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="b119329c8a58525d7eca5c82bf20195f5b8758f8",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_a3100",
                    table="people_raciactivityevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="raciactivityevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="76fe3a2ca91df187ee01c52c837d10ce4189b7d8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_c8572",
                    table="people_raciactivityevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="racientry",
            trigger=pgtrigger.compiler.Trigger(
                name="accountable_and_responsible",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    constraint="CONSTRAINT",
                    declare="DECLARE row record; a bigint; r bigint;",
                    func="\n                FOR row IN\n                    SELECT DISTINCT s.activity_id, s.group_id, s.area_id FROM (VALUES\n                        (NEW.activity_id, NEW.group_id, NEW.area_id),\n                        (OLD.activity_id, OLD.group_id, OLD.area_id)) AS s(activity_id, group_id, area_id)\n                    WHERE s.activity_id IS NOT NULL\n                LOOP\n                    SELECT count(*) FILTER (WHERE letter = 'A'), count(*) FILTER (WHERE letter = 'R') INTO a, r\n                        FROM people_racientry e WHERE e.activity_id = row.activity_id\n                        AND e.group_id IS NOT DISTINCT FROM row.group_id\n                        AND e.area_id IS NOT DISTINCT FROM row.area_id;\n                    IF (a <> 1 OR r < 1) AND NOT (a = 0 AND r = 0 AND\n                        (row.group_id IS NOT NULL OR row.area_id IS NOT NULL)\n                        AND NOT EXISTS (SELECT 1 FROM people_racientry e WHERE e.activity_id = row.activity_id\n                            AND e.group_id IS NOT DISTINCT FROM row.group_id\n                            AND e.area_id IS NOT DISTINCT FROM row.area_id))\n                        AND EXISTS (SELECT 1 FROM people_raciactivity WHERE id = row.activity_id)\n                    THEN\n                        RAISE EXCEPTION 'RACI of activity %: % accountable, % responsible',\n                            row.activity_id, a, r USING ERRCODE = 'check_violation';\n                    END IF;\n                END LOOP;\n                RETURN NULL;\n                ",
                    hash="57ae84b7b9f060f771a82474f20a6500d65e337c",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_accountable_and_responsible_5ac28",
                    table="people_racientry",
                    timing="DEFERRABLE INITIALLY DEFERRED",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="racientry",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "people_racientryevent" ("activity_id", "area_id", "function_id", "group_id", "id", "letter", "note", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "role") VALUES (NEW."activity_id", NEW."area_id", NEW."function_id", NEW."group_id", NEW."id", NEW."letter", NEW."note", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'insert\', NEW."id", NEW."role"); RETURN NULL;',
                    hash="3b851dd438f3c6b03c3fec699c2ca59427d004cf",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c2a9f",
                    table="people_racientry",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="racientry",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "people_racientryevent" ("activity_id", "area_id", "function_id", "group_id", "id", "letter", "note", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "role") VALUES (NEW."activity_id", NEW."area_id", NEW."function_id", NEW."group_id", NEW."id", NEW."letter", NEW."note", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'update\', NEW."id", NEW."role"); RETURN NULL;',
                    hash="178e9fc82cb4a37aed489e8e5e744f830c7660d3",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_da863",
                    table="people_racientry",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="racientry",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "people_racientryevent" ("activity_id", "area_id", "function_id", "group_id", "id", "letter", "note", "person_id", "pgh_context", "pgh_created_at", "pgh_label", "pgh_obj_id", "role") VALUES (OLD."activity_id", OLD."area_id", OLD."function_id", OLD."group_id", OLD."id", OLD."letter", OLD."note", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, NOW(), \'delete\', OLD."id", OLD."role"); RETURN NULL;',
                    hash="7925db7e66c6679c00e29bdcba8665917a4184c7",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_ee86c",
                    table="people_racientry",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="racientryevent",
            trigger=pgtrigger.compiler.Trigger(
                name="no_truncate",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'append-only: % cannot be truncated', TG_TABLE_NAME;",
                    hash="e8258a86f8e12fc6f42a4cd746a65d2a51826eaf",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_no_truncate_9ce2e",
                    table="people_racientryevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="racientryevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="74eec8b73023427219ac51565de136a1744b72a2",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_228dc",
                    table="people_racientryevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
