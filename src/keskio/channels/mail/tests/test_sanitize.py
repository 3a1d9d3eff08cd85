import pytest

from keskio.channels.mail.sanitize import sanitize, with_inline_images, with_remote_images


class TestSanitize:
    @pytest.mark.parametrize(
        "html",
        [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "<svg onload=alert(1)>",
            "<iframe src=//e.example></iframe>",
            "<form action=/x><input name=a></form>",
            "<a href='javascript:alert(1)'>x</a>",
            "<a href='data:text/html,x'>x</a>",
            "<p style='background:url(//e.example/x)'>x</p>",
            "<meta http-equiv=refresh content=0>",
            "<p style='color:expression(alert(1))'>x</p>",
            "<base href=//e.example>",
            "<link rel=stylesheet href=//e.example>",
            "<style>@import '//e.example'</style>",
            "<p style='position:fixed;top:0'>x</p>",
            "<div style='margin-top:-999px'>x</div>",
            "<p style='color:re\\64'>x</p>",
            "<body background=//e.example/x>",
            "<img src='data:image/svg+xml;base64,AAAA'>",
            "<td background='//e.example'>x</td>",
            "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
            "<video src=//e.example></video>",
            "<img srcset='//e.example/a 1x'>",
            "<img src='//e.example/a'>",
            "<img data-remote-src='http://e.example/' data-cid=x>",
        ],
    )
    def test_leaves_nothing_that_runs_or_loads(self, html: str) -> None:
        clean = sanitize(html).lower()
        for danger in (
            "script",
            "onerror",
            "onload",
            "e.example",
            "expression",
            "<form",
            "<input",
            "fixed",
            "-999",
            "data:",
            "<svg",
            "<style",
            "data-remote",
            "data-cid",
            "\\64",
        ):
            assert danger not in clean

    def test_keeps_harmless_styles_only(self) -> None:
        html = '<p style="color:red;position:absolute;font-weight:bold">x</p>'
        assert sanitize(html) == '<p style="color:red;font-weight:bold">x</p>'

    def test_drops_ids_and_classes(self) -> None:
        assert sanitize('<p id="main" class="btn">x</p>') == "<p>x</p>"

    def test_opens_links_apart(self) -> None:
        clean = sanitize('<a href="https://x.example/">x</a>')
        assert 'rel="noopener noreferrer nofollow"' in clean
        assert 'target="_blank"' in clean


class TestImages:
    REMOTE = '<img alt="a" src="https://x.example/p.png?a=1&amp;b=2">'

    def test_from_afar_wait_until_asked_for(self) -> None:
        clean = sanitize(self.REMOTE)
        assert ' src="' not in clean
        assert 'data-remote-src="https://x.example/p.png?a=1&amp;b=2"' in clean
        assert with_remote_images(clean) == self.REMOTE

    def test_sent_along_are_shown_from_their_addresses(self) -> None:
        clean = sanitize('<img src="cid:logo&amp;1@x" alt="b">')
        assert "cid:" not in clean
        shown = with_inline_images(clean, {"logo&1@x": '/files/1?"'})
        assert 'src="/files/1?&quot;"' in shown
        assert with_inline_images(clean, {}) == clean

    def test_written_into_the_mail_stay(self) -> None:
        picture = '<img src="data:image/png;base64,AAAA">'
        assert sanitize(picture) == picture

    def test_cannot_be_forged_through_text(self) -> None:
        text = '&lt;img data-remote-src="x" data-cid="y"&gt;'
        clean = sanitize(f'<p title="{text}">x</p>')
        assert "<img" not in with_remote_images(clean)
        assert "<img" not in with_inline_images(clean, {"y": "/y"})
