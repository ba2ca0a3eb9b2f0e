"""Reading HTML as a browser does, to see what is in it."""

from __future__ import annotations

from typing import Any

import html5lib

from qa.core import sanitize

HANDLERS_TAGS = {"script", "style", "img", "svg", "math", "iframe", "object", "embed", "form", "input", "meta",
                 "link", "base", "video", "audio", "template", "noscript", "textarea", "select", "frame"}  # fmt: skip


def elements(html: str) -> list[tuple[str, dict[str, str]]]:
    """Every element that a browser would make of *html*, with its attributes."""
    tree: Any = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return [(str(node.tag), dict(node.attrib)) for node in tree.iter() if node is not tree]


def dangers(html: str) -> list[str]:
    """What in *html* would run, load or submit something, or go to an address of another kind than we allow."""
    found: list[str] = []
    for tag, attributes in elements(html):
        local = tag.rpartition("}")[2]
        found += [local] if local in HANDLERS_TAGS else []
        for name, value in attributes.items():
            compact = "".join(value.split()).lower()
            if name.startswith("on") or name in ("style", "src", "srcdoc", "formaction", "background"):
                found.append(name)
            elif name.endswith("href") and not compact.startswith(("http://", "https://", "mailto:")):
                found.append(f"{name}={value}")
    return found


def strangers(html: str) -> list[str]:
    """Tags, attributes, values and schemes in *html* that are not on the allow-list."""
    found: list[str] = []
    for tag, attributes in elements(html):
        if tag not in sanitize.TAGS:
            found.append(tag)
        found += [
            f"{tag} {name}={value}" for name, value in attributes.items() if not _is_known(tag, name, value)
        ]
    return found


def _is_known(tag: str, name: str, value: str) -> bool:
    if name == "href":
        return tag == "a" and value.lower().startswith(("http://", "https://", "mailto:"))
    if name == "rel":
        return tag == "a" and value == sanitize.REL
    if name == "start":
        return tag == "ol" and value.isascii() and value.isdecimal()
    if name == "class":
        return value == "" or value in sanitize.CLASSES.get(tag, ())
    return name in sanitize.FREE.get(tag, ()) or value in sanitize.VALUES.get(tag, {}).get(name, ())
