"""requests and urllib3, without the part of them that nobody here needs: the one module that imports them."""

from __future__ import annotations

import importlib.util

from displayd.device.system.import_filter import blocked_imports

# For guessing the encoding of a text nobody asked for, requests loads two libraries where it needs one: 2.5 MB.
with blocked_imports(*["chardet"] * bool(importlib.util.find_spec("charset_normalizer"))):
    import requests
    import requests.adapters
    import urllib3
    import urllib3.connection
    import urllib3.connectionpool
    import urllib3.exceptions
    from urllib3.util.ssl_match_hostname import CertificateError

__all__ = ["CertificateError", "requests", "urllib3"]
