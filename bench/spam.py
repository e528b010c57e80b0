"""How much the rules for spam hold back, of real messages and of spam: `python bench/spam.py`.

Takes collections with a line for each text, `ham<TAB>words` or `spam<TAB>words`; without any, the
one beside the repository. No database is asked: the rules are those that the portal brings.
"""

import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsportal.settings")


def main() -> None:
    import django

    django.setup()
    from newsportal.inbox import spam

    files = sys.argv[1:] or [str(ROOT.parent / "shared/testdata/spam/sms-odd.tsv")]
    for name in files:
        rows = [line.split("\t", 1) for line in Path(name).read_text("utf-8").splitlines()]
        print(Path(name).name)
        for label in ("ham", "spam"):
            texts = [row[1] for row in rows if row[0] == label]
            began = time.perf_counter()
            held = sum(spam.is_held(text=text) for text in texts)
            each = (time.perf_counter() - began) / max(len(texts), 1) * 1000
            share = 100 * held / max(len(texts), 1)
            print(
                f"  {label:5} held {held:5,} of {len(texts):5,}  {share:6.2f} %  {each:.2f} ms each"
            )


if __name__ == "__main__":
    main()
