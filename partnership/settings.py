"""All settings, from environment variables. What is needed and missing stops the start.

Without any variable the portal runs embedded: SQLite, a broker made of files, everything under `var/`.
`DATABASE_URL`, `REDIS_URL` and `S3_BUCKET` move it to PostgreSQL, Redis and S3-compatible storage.
"""

import os
import tempfile
from datetime import timedelta
from pathlib import Path

import structlog
from csp.constants import NONE, SELF
from environs import Env

# lxml comes with the library that joins PDFs. Spreadsheets from outside are read by defusedxml all the same.
os.environ["OPENPYXL_LXML"] = "False"

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()

DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / "var")))
DATA_DIR.mkdir(parents=True, exist_ok=True)

# DEMONSTRATION opens the demonstration sign-ins and lets demonstration data be entered as of past dates.
DEMONSTRATION = env.bool("DEMONSTRATION", False)
DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", "insecure-demonstration-key-" + "0" * 32) if DEMONSTRATION else env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", [])
HTTPS = env.bool("HTTPS", not DEMONSTRATION)

INSTALLED_APPS = [
    "partnership",
    "workstreams",
    "savings",
    "governance",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_filters",
    "django_htmx",
    "django_structlog",
    "drf_spectacular",
    "knox",
    "rest_framework",
    "rules.apps.AutodiscoverRulesConfig",
    "simple_history",
]

MIDDLEWARE = [
    "partnership.health.answer_before_all",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

# Why something was refused or withdrawn is said in as many words as it needs.
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True

ROOT_URLCONF = "partnership.urls"
WSGI_APPLICATION = "partnership.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "partnership.context.portal",
            ],
            "builtins": ["partnership.templatetags.portal", "workstreams.templatetags.parts"],
        },
    }
]
FORM_RENDERER = "partnership.forms.GovukRenderer"

# --- Database -------------------------------------------------------------------------------------------------------
DATABASES = {"default": env.dj_db_url("DATABASE_URL", f"sqlite:///{DATA_DIR / 'portal.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",  # a writer waits at BEGIN; it never fails half way
        "timeout": 60,  # a writer waits so long for another: the largest import takes most of it
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-64000;",
    }
    # A file in tests too: threads of a race or a live server have connections of their own, as in service.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
else:
    DATABASES["default"].setdefault("CONN_MAX_AGE", 600)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)  # else two minutes
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Cache, broker --------------------------------------------------------------------------------------------------
REDIS_URL = env.str("REDIS_URL", "")
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "partnership.caching.RedisOrMemoryCache",
            "LOCATION": REDIS_URL,
            "OPTIONS": {"socket_timeout": 5, "socket_connect_timeout": 2},  # else a page waits for ever
        }
    }
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 1800,  # above the longest task: CELERY_TASK_TIME_LIMIT
        "unacked_restore_interval": 2,
        "unacked_restore_throttle": 1,
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": DATA_DIR / "cache",
            "OPTIONS": {"MAX_ENTRIES": 5000},
        }
    }
    BROKER_DIR = DATA_DIR / "broker"
    for _name in ("messages", "processed", "control"):
        (BROKER_DIR / _name).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_URL = "filesystem://localhost"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_DIR / "messages"),
        "data_folder_out": str(BROKER_DIR / "messages"),
        "processed_folder": str(BROKER_DIR / "processed"),
        "control_folder": str(BROKER_DIR / "control"),
        "store_processed": False,
        "polling_interval": 0.2,
    }

CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 600_000  # kilobytes: a large pack's memory is given back afterwards
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_SOFT_TIME_LIMIT = 840
CELERY_TASK_TIME_LIMIT = 900
CELERY_TASK_PUBLISH_RETRY = False  # a dead broker delays work (beat finds the row); it must not delay the page
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_TIMEZONE = "Europe/London"

# --- Open data ------------------------------------------------------------------------------------------------------
OPEN_DATA_CALLS_A_MINUTE = env.int("OPEN_DATA_CALLS_A_MINUTE", 60)  # of one address of the network

# --- Board packs and imports ----------------------------------------------------------------------------------------
JOB_LEASE_SECONDS = env.int("JOB_LEASE_SECONDS", 60)  # how long after its last sign of life a worker is given up
PACK_MEMORY_BYTES = env.int("PACK_MEMORY_BYTES", 3 * 1024**3)  # a render that wants more fails, and says so
PACK_PROCESSES = env.int("PACK_PROCESSES", 2)  # that print one pack's sections side by side; they share the memory
PACK_PARTS_BYTES = env.int("PACK_PARTS_BYTES", 512 * 1024**2)  # of printed sections kept for the next pack

# --- Files ----------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)  # the server of static files warns of a folder that is not there yet
STATICFILES_DIRS = [BASE_DIR / "static"]
EVIDENCE_MAX_BYTES = 20 * 1024 * 1024
IMPORT_MAX_BYTES = 50 * 1024 * 1024
IMPORT_MAX_ROWS = 100_000
IMPORT_MAX_SUBMITTED = 25_000  # submitted at once: more would keep the ledger from others for longer than they wait
_private = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {"location": DATA_DIR / "private", "base_url": None},
}
if env.str("S3_BUCKET", ""):
    _private = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": env.str("S3_BUCKET"),
            "endpoint_url": env.str("S3_ENDPOINT_URL", None),
            "access_key": env.str("S3_ACCESS_KEY", None),
            "secret_key": env.str("S3_SECRET_KEY", None),
            "default_acl": "private",
            "file_overwrite": False,
        },
    }
STORAGES = {
    "default": _private,
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
        if DEMONSTRATION  # compressing takes a minute, which only a server that others reach is worth
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_TEMP_DIR = tempfile.gettempdir()

# --- People ---------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "partnership.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "partnership.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "partnership.account_forms.SignInForm",
    "reauthenticate": "partnership.account_forms.ConfirmingForm",
    "reset_password": "partnership.account_forms.ForgottenPasswordForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by an administrator for an address the council owns
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False  # a session ends with the browser or after SESSION_COOKIE_AGE
ACCOUNT_RATE_LIMITS = {"login_failed": "60/m/ip,5/5m/key"}  # a whole council can come from one address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # the message would invite strangers to sign up, which nobody can
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Shared services portal"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "partnership.views.errors.csrf_failure"
EMAIL_BACKEND = env.str(
    "EMAIL_BACKEND", f"django.core.mail.backends.{'filebased' if DEMONSTRATION else 'smtp'}.EmailBackend"
)
EMAIL_TIMEOUT = 20  # seconds: a mail server that hangs must not hold a worker
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_HOST = env.str("EMAIL_HOST", "localhost")
EMAIL_PORT = env.int("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", False)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "portal@localhost")
# Where people reach the portal, for the links of messages: a worker is asked by nobody and so can not see it.
_HOST = f"https://{ALLOWED_HOSTS[0]}" if HTTPS else f"http://localhost:{env.int('PORT', 8000)}"
SITE_ADDRESS = env.str("SITE_ADDRESS", _HOST).rstrip("/")

# --- Browser policy -------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", False) else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# --- Words and dates ------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

# --- API ------------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "partnership.rest.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated",
        "partnership.rest.permissions.TokenMayWrite",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["partnership.rest.parsers.JSONParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "partnership.rest.renderers.Negotiation",
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": ["partnership.rest.throttling.PerMinute"],
    "DEFAULT_THROTTLE_RATES": {"minute": env.int("API_CALLS_A_MINUTE", 3_000)},
    "EXCEPTION_HANDLER": "partnership.rest.problems.answer",
    "UNICODE_JSON": False,  # ASCII: whatever a caller sent can be repeated safely
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
KNOX_TOKEN_MODEL = "partnership.ApiToken"
MIGRATION_MODULES = {"knox": None}  # its migrations would make the table that our own token model replaces
REST_KNOX = {
    "TOKEN_TTL": timedelta(days=365),
    "AUTH_HEADER_PREFIX": "Token",
    "TOKEN_MODEL": "partnership.ApiToken",
    "USER_SERIALIZER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Shared services portal",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "DESCRIPTION": (
        "Savings, figures, meetings and board packs of partnerships of councils.\n\n"
        "Sign in with `Authorization: Token <your token>`; make one on the page “API tokens”. You see what your roles "
        "let you see; the rest answers 404.\n\n"
        "Money is a string of pounds with two decimals. Moments are in UTC. A financial year is named by the year in "
        "which it begins: 2025 is April 2025 to March 2026.\n\n"
        "Lists come in pages: follow `next` until it is null. Every list is also CSV, whole, by `Accept: text/csv` or "
        "`?format=csv`. A parameter that is not known is refused, never ignored.\n\n"
        "Every error is problem details (RFC 9457)."
    ),
    "DEFAULT_GENERATOR_CLASS": "partnership.rest.schema.Generator",
    "GET_LIB_DOC_EXCLUDES": "partnership.rest.schema.written_for_programmers",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SCHEMA_PATH_PREFIX": r"/api/v[0-9]",
    "ENUM_NAME_OVERRIDES": {
        "OrganisationKind": "partnership.models.Organisation.Kind",
        "Kind": "savings.models.words.Kind",
        "MoneyKind": [("cashable", "Cashable"), ("non_cashable", "Non-cashable")],
        "SpendKind": "workstreams.models.Spend.Kind",
        "ContributionKind": "workstreams.models.Contribution.Kind",
        "PartnerChangeKind": "workstreams.models.PartnerChange.Kind",
        "StageOfClaim": "savings.models.words.Stage",
        "WorkstreamStage": "workstreams.models.Workstream.Stage",
        "RiskKind": "workstreams.models.Risk.Kind",
        "Rating": "savings.models.words.Rating",
        "HighlightState": "savings.models.HighlightReport.State",
        "ShareState": "savings.models.words.State",
        "StatementState": "savings.api.statements.STATES",
        "MeetingState": "governance.models.Meeting.State",
        "PackState": "governance.models.Pack.State",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "partnership.rest.schema.describe",
    ],
}

# --- Logs -----------------------------------------------------------------------------------------------------------
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.filter_by_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.format_exc_info,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": [  # Django's, Celery's and gunicorn's own lines
                structlog.contextvars.merge_contextvars,
                structlog.processors.TimeStamper(fmt="iso"),
                structlog.stdlib.add_log_level,
            ],
            "processor": structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING")},
}

env.seal()
