"""What a reader takes from a page of the inbox: the code of a receipt, and the hidden fields."""

import re


def receipt_code(response):
    """The code that a receipt shows."""
    found = re.search(r'<code id="receipt-code"[^>]*>([^<]+)</code>', response.content.decode())
    assert found, "no receipt"
    return found[1]


def hidden_of(response):
    """The hidden fields of a form, as a browser sends them back."""
    pattern = r'<input type="hidden" name="([^"]+)" value="([^"]*)"'
    return dict(re.findall(pattern, response.content.decode()))
