/**
 * Pieces of newsletters as they really come. « and » stand around each target that must be rewritten, as it stands in the
 * source; they are no part of it. `urls` are what these targets mean, where that is not what stands there.
 */
export interface HtmlPiece {
  what: string;
  marked: string;
  urls?: string[];
}

const piece = (what: string, marked: string, ...urls: string[]): HtmlPiece =>
  urls.length > 0 ? { what, marked, urls } : { what, marked };

export const htmlPieces: HtmlPiece[] = [
  piece('a plain link', '<p><a href="«https://shop.test/»">Shop</a></p>\n'),
  piece('single quotes', "<a href='«https://shop.test/a»' target='_blank'>x</a>"),
  piece('no quotes', '<a href=«https://shop.test/a?x=1» target=_blank>x</a>'),
  piece('no quotes at the end of the tag', '<a class=b href=«https://shop.test/a»>x</a>'),
  piece('no quotes and a slash at the end', '<a href=«https://shop.test/a/»>x</a>'),
  piece('upper case and spaces around the sign', `<A CLASS="B" HREF = '«https://shop.test/b»' >x</A>`),
  piece('a line end around the sign', '<a href\r\n=\r\n"«https://shop.test/c»"\r\n>x</a>'),
  piece('named entities', '<a href="«https://shop.test/?a=1&amp;b=2&copy;=3»">x</a>', 'https://shop.test/?a=1&b=2©=3'),
  piece(
    'entities that only look like it',
    '<a href="«https://shop.test/?a=1&copy=2&region=eu&lt=5»">x</a>',
    'https://shop.test/?a=1&copy=2&region=eu&lt=5',
  ),
  piece(
    'numeric entities',
    '<a href="«https://shop.test/?q&#x3d;1&#38;r&#61;2»">x</a>',
    'https://shop.test/?q=1&r=2',
  ),
  piece('a scheme written in entities', '<a href="«&#104;ttps:&#x2F;&#47;shop.test/d»">x</a>', 'https://shop.test/d'),
  piece('line ends and tabs within', '<a href="«https://shop.test/\r\n\tpath?x=1\n&y=2»">x</a>', 'https://shop.test/path?x=1&y=2'),
  piece('spaces around', '<a href="«  https://shop.test/e  »">x</a>', 'https://shop.test/e'),
  piece('spaces within', '<a href="«https://shop.test/a b c»">x</a>'),
  piece('quotes of the other kind', `<a href="«https://shop.test/?q='x'»">x</a><a href='«https://shop.test/?q="y"»'>y</a>`),
  piece('other scripts', '<a href="«https://bücher.test/日本?q=ünï#ça»">Bücher ☀</a>'),
  piece('a userinfo and a port', '<a href="«https://me:you@shop.test:8443/f»">x</a>'),
  piece('http and upper-case scheme', '<a href="«HTTP://SHOP.TEST»">x</a>'),
  piece('a query in a fragment', '<a href="«https://shop.test/#/route?x=1»">x</a>'),
  piece('mustache left in a target', '<a href="«https://shop.test/?u=\\{{id}}&x=*|MERGE|*»">x</a>'),
  piece('mustache as a target', '<a href="{{unsubscribe}}">x</a><a href="*|UNSUB|*">y</a><a href="%%view%%">z</a>'),
  piece('a map', '<map name="m"><area shape="rect" coords="0,0,9,9" href="«https://shop.test/area»" alt="A"></map>'),
  piece('an area in upper case without quotes', '<AREA SHAPE=default HREF=«https://shop.test/area2»>'),
  piece('a second href', '<a href="«https://shop.test/first»" href="https://shop.test/second">x</a>'),
  piece('an empty href before another', '<a href="" href="https://shop.test/second">x</a>'),
  piece('an href without a value', '<a href class="x">x</a>'),
  piece('other attributes with links', '<a data-href="https://a.test" title="https://b.test" ping="https://c.test" href="«https://shop.test/g»">x</a>'),
  piece('other elements with links', '<img src="https://a.test/i.png"><link href="https://a.test/c.css"><form action="https://a.test/f"></form>'),
  piece('a base', '<base href="https://a.test/"><a href="/relative">x</a><a href="page.html">y</a><a href="//a.test/z">z</a>'),
  piece('other schemes', '<a href="mailto:a@b.test?subject=https://x.test">m</a><a href="tel:+1">t</a><a href="sms:1">s</a><a href="javascript:open(\'https://x.test\')">j</a><a href="ftp://f.test">f</a>'),
  piece('a fragment', '<a href="#top">x</a><a href="#https://x.test">y</a>'),
  piece('a scheme alone', '<a href="https:">x</a><a href="https:/one.test">y</a>'),
  piece('a comment', '<!-- <a href="https://x.test/hidden">x</a> -->'),
  piece('an odd comment', '<!-- a -- b > <a href="https://x.test/c"> --><a href="«https://shop.test/h»">x</a>'),
  piece('a comment that ends at once', '<!--><a href="«https://shop.test/i»">x</a>-->'),
  piece('a conditional comment', '<!--[if mso]><table><tr><td><a href="https://x.test/mso">x</a><![endif]-->'),
  piece('a conditional comment for the others', '<!--[if !mso]><!--><a href="«https://shop.test/j»">x</a><!--<![endif]-->'),
  piece('a revealed conditional comment', '<![if !mso]><a href="«https://shop.test/k»">x</a><![endif]>'),
  piece(
    'VML',
    '<!--[if mso]><v:roundrect xmlns:v="urn:schemas-microsoft-com:vml" href="https://x.test/v"><v:fill src="https://x.test/b.png"/></v:roundrect><![endif]-->',
  ),
  piece('VML without a comment', '<v:rect href="https://x.test/v"><o:lock/></v:rect><w:anchorlock/>'),
  piece('a style sheet', '<style type="text/css">a[href="https://x.test/"]>b{color:red} /* <a href="https://x.test/s"> */</style>'),
  piece('an upper-case style sheet', '<STYLE>a{background:url(https://x.test/"<a href=https://x.test/>")}</STYLE>'),
  piece('a script', '<script>document.write("<a href=\'https://x.test/w\'>x</a>")</script>'),
  piece('JSON for mail clients', '<script type="application/ld+json">{"url":"https://x.test/","h":"<a href=\\"https://x.test/\\">"}</script>'),
  piece('a title', '<title>Sale <a href="https://x.test/t">x</a></title>'),
  piece('a text area', '<textarea><a href="https://x.test/t">x</a></textarea>'),
  piece('a link around a table', '<a href="«https://shop.test/l»"><table><tr><td><img src="cid:logo"></td></tr></table></a>'),
  piece('a link in a link', '<a href="«https://shop.test/m»">x<a href="«https://shop.test/n»">y</a></a>'),
  piece('SVG', '<svg><a xlink:href="https://x.test/svg"><text>x</text></a><use href="#i"/></svg>'),
  piece('a processing instruction', '<?xml:namespace prefix = o ns = "https://x.test/office" />'),
  piece('CDATA', '<svg><![CDATA[<a href="https://x.test/cdata">]]></svg>'),
  piece('a stray end', '</a></td></b></a href="https://x.test/end">'),
  piece('unclosed tags', '<table><tr><td><p><a href="«https://shop.test/o»"><font color=red>x<td>'),
  piece('an attribute without a space before it', '<a class="x"href="«https://shop.test/p»"title="y">x</a>'),
  piece('slashes between attributes', '<a/href="«https://shop.test/q»"/class="x">x</a>'),
  piece('less-than signs that begin nothing', '<p>1 < 2, 3 <3, a<= b <- x <a href="«https://shop.test/r»">x</a>'),
  piece('AMP for mail', '<template type="amp-mustache"><a href="«https://shop.test/amp»">x</a></template><amp-img src="https://x.test/i.png"></amp-img>'),
  piece('entities that are none', '<p>&nbsp;&zwnj;&#8203;&bogus;&&amp;#x;</p>'),
  piece('Latin text', '<p>Grüße, 日本語, 🎉 &mdash; “quoted”</p>'),
  piece('NUL and odd control characters', '<p>a\u0000b\u0001c\u000bd\u2028e\ufeff</p>'),
];

/** Whole pages; `¦` is where the pixel belongs. */
export const newsletters: HtmlPiece[] = [
  piece(
    'a hybrid layout with ghost tables',
    `<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">\r
<head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" /><title>Week 12 &amp; more</title>
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings><o:AllowPNG/></o:OfficeDocumentSettings></xml><![endif]-->
<style>@import url("https://fonts.test/css?family=A:400,700"); a:hover{color:#f00!important}</style></head>
<body style="margin:0" bgcolor=#ffffff>
<div style="display:none;max-height:0">Preheader &zwnj;&nbsp;&zwnj;&nbsp;</div>
<!--[if mso]><table width="600"><tr><td><![endif]-->
<a href="«https://shop.test/?utm_source=w12&amp;utm_medium=email»"><img src="https://img.test/hero.png" alt="50% off"/></a>
<!--[if mso]></td><td><v:rect href="https://shop.test/vml"><v:textbox inset="0,0,0,0"><![endif]-->
<A HREF='«https://shop.test/b?x=%C3%BC&#38;y=1»'>Second</A>
<!--[if mso]></v:textbox></v:rect></td></tr></table><![endif]-->
<a href="mailto:help@shop.test">Help</a> | <a href=«https://shop.test/imprint»>Imprint</a>
¦</body>\r
</html>`,
    'https://shop.test/?utm_source=w12&utm_medium=email',
    'https://shop.test/b?x=%C3%BC&y=1',
    'https://shop.test/imprint',
  ),
  piece(
    'AMP for mail',
    `<!doctype html><html ⚡4email data-css-strict><head><meta charset="utf-8">
<script async src="https://cdn.ampproject.org/v0.js"></script>
<style amp4email-boilerplate>body{visibility:hidden}</style></head>
<body><amp-list src="https://api.test/items"><template type="amp-mustache"><a href="«https://shop.test/i/1»">x</a></template></amp-list>
<a href="«https://shop.test/end»">end</a>¦</body></html>`,
  ),
  piece('a page without an end of its body', '<html><body><p><a href="«https://shop.test/1»">x</a><p>bye</html>\r\n¦'),
  piece('a page whose body ends twice', '<body><a href="«https://shop.test/1»">x</a></body><p><a href=\'«https://shop.test/2»\'>y</a>¦</body></html>'),
  piece('an end of the body with a space', '<BODY><a href=«https://shop.test/1»>x</a>¦</BODY ></HTML >'),
  piece('an end of the body with a line end and an attribute', '<body>x¦</body\n class="x"></html>'),
  piece('an end of the body in a comment after it', '<body>x¦</body><!-- </body> --></html>'),
  piece('an end of the body in a text area and a script', '<body><textarea></body></textarea><script>"</body>"</script>x¦</body>'),
  piece('a forward of a page within a page', '<html><body>Fwd:<br><html><body><a href="«https://shop.test/1»">x</a></body></html><p>Ann¦</body></html>'),
  piece('a fragment', 'Hello, <b>world</b>¦'),
  piece('nothing but text', 'https://shop.test/ is not a link <here>¦'),
  piece('nothing', '¦'),
  piece(
    'links after the end of the body',
    '<body>x¦</body>\n<a href="«https://shop.test/late»">x</a></html>\n<a href=«https://shop.test/later»>y</a>',
  ),
];
