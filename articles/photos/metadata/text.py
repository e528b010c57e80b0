"""Text of strangers made fit to keep: its character set guessed, what cannot be stored left out."""

import re
from datetime import datetime
from urllib.parse import urlsplit


def clean(text: str) -> str:
    """Without control characters (PostgreSQL stores no NUL), lone surrogates and outer space."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", "", text)
    return text.strip()


def decoded(value: bytes, *, is_utf8: bool = False) -> str:
    """Text of an unmarked character set: UTF-8 where it is sound UTF-8, else Chinese, else Latin.

    Most programs write UTF-8 without saying so, and other text is hardly ever valid UTF-8.
    """
    value = value.split(b"\x00", 1)[0]
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        if is_utf8:
            return value.decode("utf-8", "ignore")
    for charset in (*(["gb18030"] if looks_chinese(value) else []), "cp1252"):
        try:
            return value.decode(charset)
        except UnicodeDecodeError:
            continue
    # What Windows leaves undefined are vowels with accents on an old Macintosh.
    is_mac = re.search(rb"[A-Za-z][\x81\x8d\x8f\x90\x9d]", value)
    return value.decode("mac_roman" if is_mac else "latin-1")


def looks_chinese(value: bytes) -> bool:
    """Whether bytes above ASCII come in pairs alone, as in GB 2312, and at least twice running.

    In the Latin alphabets they stand mostly alone, between plain letters.
    """
    runs = re.findall(rb"[\xa1-\xfe]+|[\x80-\xa0\xff]", value)
    return all(len(run) % 2 == 0 for run in runs) and any(len(run) >= 4 for run in runs)


def iso_moment(text: str) -> str:
    """`text` in full ISO 8601 form, or nothing where it names no moment of photography."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return ""
    return moment.isoformat() if 1826 <= moment.year <= 2100 else ""


def web_address(text: str) -> str:
    """`text` where it is an address of the web that a page may link to, else nothing."""
    text = clean(text)
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return ""
    is_sound = re.fullmatch(r"[\w.-]+\.[A-Za-z]{2,}|[\w.-]+\.xn--[\w-]+", host, re.ASCII)
    if parts.scheme.lower() not in {"http", "https"} or not is_sound or parts.username:
        return ""
    return "" if re.search(r"[\s<>\"'\\]", text) else text


def joined(parts: list[str]) -> str:
    """Parts with commas between them: each once, whatever its capitals, in their order."""
    seen: dict[str, str] = {}
    for part in parts:
        if part := clean(part):
            seen.setdefault(part.casefold(), part)
    return ", ".join(seen.values())
