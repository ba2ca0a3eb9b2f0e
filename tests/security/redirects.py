"""Addresses that lead to another host though they look like a path of this one, and their like."""

CORPUS = (
    "//evil.test", "///evil.test", "////evil.test", "/\\evil.test", "\\\\evil.test", "\\/evil.test", "/\\/evil.test",
    "/%5cevil.test", "/%2fevil.test", "https:evil.test", "http:/evil.test", "http://evil.test", "HtTp://evil.test", "\t//evil.test",
    "/\t/evil.test", "/\n/evil.test", "/\r\n/evil.test", " //evil.test", "//evil.test/%2f..", "//localhost@evil.test",
    "http://localhost@evil.test/", "http://localhost:80@evil.test", "http://localhost.evil.test/", "//evil%E3%80%82test",
    "//evil。test", "javascript:alert(1)", "data:text/html,x", "//[::1]", "/.//evil.test", "/..//evil.test", "/;//evil.test",
    "./evil.test", "?next=//evil.test", "#//evil.test", "evil.test", ".evil.test", "@evil.test", ":80", "/\x00/evil.test",
    "/\x0b//evil.test", "\u2028//evil.test", "/\u200b/evil.test", "//\u202eevil.test", "\ufeff//evil.test", "/\ud800",
    "/%0d%0aLocation:%20//evil.test", "/x\r\nLocation: //evil.test", "http:\\\\evil.test", "//evil.test\\@localhost",
    "http://localhost\\.evil.test", "//2130706433/", "/login?next=//evil.test", "//xn--evl-hja.test", "x:y", "mailto:a@evil.test",
    "/" + "a" * 5000,
)  # fmt: skip
