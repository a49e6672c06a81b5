#!/usr/bin/env python3
"""Compares SVG files with the PNG of the same chart, in the programs that people open them with.

    env/bin/python scripts/check_drawings.py target/release/vawg [FOLDER]

rsvg-convert, Inkscape, LibreOffice and Chromium are used where they are installed, without the font that the
charts are drawn in. One chart of each form is drawn at each size. A drawing fails where a square of 24 by 24
pixels differs by more than a fifth from the PNG: a letter that is missing, moved or cut does. FOLDER keeps the
pictures. Needs Pillow and NumPy. Exit status 1 if a drawing differs.
"""

import pathlib
import shutil
import subprocess
import sys
import tempfile

import numpy
from PIL import Image, ImageFilter

CHARTS = {
    "lines": ["trend", "--crime", "rape"],
    "gaps": ["trend", "--crime", "domestic-abuse"],
    "intervals": ["prevalence", "--crime", "vawg-combined", "--base", "12000"],
    "path": ["trajectory"],
    "funnel": ["areas", "--crime", "sexual-offences"],
    "list": ["areas", "--crime", "sexual-offences", "--chart-form", "list"],
    "multiples": ["areas", "--crime", "sexual-offences", "--chart-form", "multiples"],
}
FIGURES = {"stages": "4", "stacked": "6", "beside": "7", "scorecard": "11", "matrix": "12"}
SQUARE, MOST = 24, 0.2


def run(*words, **options):
    return subprocess.run([str(word) for word in words], capture_output=True, **options)


def by_rsvg(svg, png, width, folder):
    run("rsvg-convert", "-w", width, svg, "-o", png)


def by_inkscape(svg, png, width, folder):
    run("inkscape", svg, "--export-type=png", f"--export-width={width}", f"--export-filename={png}")


def by_chromium(svg, png, width, folder):
    from_height = Image.open(svg.with_suffix(".png")).height
    page = folder / "page.html"
    page.write_text(f'<body style="margin:0"><img src="{svg}" style="width:{width}px;display:block">')
    run("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--allow-file-access-from-files",
        f"--window-size={width},{from_height}", f"--screenshot={png}", f"file://{page}", cwd=folder)


def by_libreoffice(svg, png, width, folder):
    """By way of PDF, which has the picture alone on its page."""
    office = f"-env:UserInstallation=file://{folder}/office"
    run("soffice", office, "--headless", "--convert-to", "pdf:draw_pdf_Export", "--outdir", folder / "office-out", svg)
    pdf = folder / "office-out" / f"{svg.stem}.pdf"
    run("pdftoppm", "-png", "-singlefile", "-scale-to-x", width, "-scale-to-y", "-1", pdf, png.with_suffix(""))


VIEWERS = {
    "rsvg-convert": by_rsvg, "inkscape": by_inkscape, "chromium": by_chromium, "soffice": by_libreoffice,
}


def grey(path, size):
    picture = Image.open(path).convert("RGBA")
    white = Image.new("RGBA", picture.size, "white")
    picture = Image.alpha_composite(white, picture).convert("L").resize(size, Image.LANCZOS)
    # Programs smooth edges in their own ways: what is compared is where the ink is.
    return numpy.asarray(picture.filter(ImageFilter.GaussianBlur(2)), dtype=float) / 255


def difference(one, other):
    """The mean difference, and that of the square that differs most, with its place."""
    apart = numpy.abs(one - other)
    high, wide = (length // SQUARE for length in apart.shape)
    squares = apart[: high * SQUARE, : wide * SQUARE].reshape(high, SQUARE, wide, SQUARE).mean(axis=(1, 3))
    worst = numpy.unravel_index(squares.argmax(), squares.shape)
    return apart.mean(), squares.max(), (int(worst[1]) * SQUARE, int(worst[0]) * SQUARE)


def drawn(vawg, folder):
    """SVG files with a PNG beside each."""
    for name, words in CHARTS.items():
        for size in ("web", "a4", "slide"):
            for ending in ("svg", "png"):
                run(vawg, *words, "--size", size, "--chart", folder / f"{name}-{size}.{ending}", check=True)
            yield folder / f"{name}-{size}.svg"
    run(vawg, "report", "nao-hc547", "--only", ",".join(FIGURES.values()), "--out", folder / "report", check=True)
    for name, figure in FIGURES.items():
        for ending in ("svg", "png"):
            shutil.copy(folder / "report" / f"figure-{figure}.{ending}", folder / f"{name}.{ending}")
        yield folder / f"{name}.svg"


def main():
    vawg = pathlib.Path(sys.argv[1]).resolve()
    folder = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else tempfile.mkdtemp()).resolve()
    folder.mkdir(exist_ok=True)
    viewers = {name: by for name, by in VIEWERS.items() if shutil.which(name)}
    for name in VIEWERS.keys() - viewers.keys():
        print(f"skip  {name} is not installed")
    failed = 0
    # What a fault looks like: the same picture five pixels lower must fail.
    for svg in drawn(vawg, folder):
        size = Image.open(svg.with_suffix(".png")).size
        ours = grey(svg.with_suffix(".png"), size)
        if difference(ours, numpy.roll(ours, 5, axis=0))[1] <= MOST:
            failed += 1
            print(f"FAIL  {svg.name}: a picture five pixels lower is not noticed")
        for name, by in viewers.items():
            png = folder / f"{svg.stem}-{name}.png"
            by(svg, png, size[0], folder)
            if not png.exists():
                failed += 1
                print(f"FAIL  {svg.name}: {name} draws nothing")
                continue
            mean, most, place = difference(ours, grey(png, size))
            failed += most > MOST
            print(f"{'FAIL' if most > MOST else 'ok  '}  {svg.name}: {name}: mean {mean:.4f}, most {most:.3f} at {place}")
    print(f"{failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
