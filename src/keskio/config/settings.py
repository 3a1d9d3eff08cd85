"""Django's settings. What an operator chooses comes from the environment; docs/operating.md."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

DATA_DIR = Path(os.environ.get("KESKIO_DATA", ".data")).absolute()
DATABASE_URL = os.environ.get("KESKIO_DATABASE_URL", "")


def _sqlite() -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / "keskio.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000;"
                "PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY"
            ),
        },
        "TEST": {"NAME": DATA_DIR / "test.sqlite3"},
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    return {
        "ENGINE": "keskio.kit.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 300,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 5,
            "server_side_binding": True,
            "prepare_threshold": 5,  # planning is half of what short statements cost the server
            "options": "-c idle_in_transaction_session_timeout=10s -c statement_timeout=60s"
            " -c tcp_keepalives_idle=30",
        },
    }


def _secret_key() -> str:
    """The installation's own key, made at the first start and kept with its data."""
    if key := os.environ.get("KESKIO_SECRET_KEY"):
        return key
    path = DATA_DIR / "secret.key"
    if not path.exists():
        from django.core.management.utils import get_random_secret_key  # noqa: PLC0415

        DATA_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key())
    return path.read_text()


SECRET_KEY = _secret_key()
DATABASES = {"default": _postgresql(DATABASE_URL) if DATABASE_URL else _sqlite()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"

INSTALLED_APPS = [
    "keskio.journal",
    "keskio.clients",
    "keskio.staff",
    "keskio.customers",
    "keskio.knowledge",
    "keskio.cases",
    "keskio.channels",
    "keskio.routing",
    "keskio.look",
    "keskio.interfaces.desk",
    "keskio.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "ninja",
]
AUTH_USER_MODEL = "staff.Agent"
AUTHENTICATION_BACKENDS = ["keskio.staff.accounts.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]

DEBUG = os.environ.get("KESKIO_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("KESKIO_HOSTS", "*").split(",")
BASE_URL = os.environ.get("KESKIO_URL", "")
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL else []

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "keskio.look.middleware.ReaderMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "keskio.config.urls"
WSGI_APPLICATION = "keskio.config.wsgi.application"
SUBSCRIBERS = "keskio.config.subscriptions.SUBSCRIBERS"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "keskio.look.translated.Loader",
                    ["django.template.loaders.app_directories.Loader"],
                ),
            ],
            "libraries": {"i18n": "keskio.look.translated"},
            "builtins": ["keskio.look.translated"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
SILENCED_SYSTEM_CHECKS = ["templates.W003"]  # two libraries named i18n: ours is meant

LANGUAGES = [
    ("en", "English"),
    ("fi", "Suomi"),
    ("da", "Dansk"),
    ("pl", "Polski"),
    ("sv", "Svenska"),
]
LANGUAGE_CODE = "en"
LOCALE_PATHS = [Path(__file__).parent.parent / "locale"]

STATIC_URL = "/static/"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "files"},
    },
    "staticfiles": {"BACKEND": "keskio.config.web.static.VersionedStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

SESSION_ENGINE = "keskio.config.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https:")
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("KESKIO_BEHIND_PROXY") == "1" else None
)
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    }
}

CSRF_FAILURE_VIEW = "keskio.look.errors.csrf_failure"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "keskio.staff.accounts.InvitedOnly"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
MFA_TOTP_ISSUER = "Keskiö"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # administrators give the addresses

EMAIL_BACKEND = "keskio.channels.email_backend.Transport"
DEFAULT_FROM_EMAIL = os.environ.get("KESKIO_FROM", "keskio@localhost")

SMTP_URL = os.environ.get("KESKIO_SMTP_URL", "")
"""Where mail goes out: smtp://user:password@host:587?starttls=1, smtps://…, or file:DIRECTORY."""
MAX_MAIL_BYTES = int(os.environ.get("KESKIO_MAX_MAIL_BYTES", "40000000"))
MAX_UPLOAD_BYTES = int(os.environ.get("KESKIO_MAX_UPLOAD_BYTES", "40000000"))
PAGE_THREADS = int(os.environ.get("KESKIO_PAGE_THREADS", "4"))
UNDO_SECONDS = int(os.environ.get("KESKIO_UNDO_SECONDS", "8"))
"""How long an answer written at the desk waits before it leaves, and can be taken back."""
API_RATE = int(os.environ.get("KESKIO_API_RATE", "600"))
"""Requests a minute that the API answers for one token; counted in each process."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {"imapclient": {"level": "WARNING"}},  # at DEBUG it tells what was said to servers
    "root": {"handlers": ["console"], "level": os.environ.get("KESKIO_LOG_LEVEL", "WARNING")},
}
