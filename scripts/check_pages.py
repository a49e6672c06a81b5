"""Checks pages in a real browser: accessibility, keyboard, zoom, scripts off, no request.

Needs Chromium, Node.js and npm; installs axe-core and puppeteer-core into a temporary folder.

    vawg site --out site && python3 scripts/check_pages.py site
    vawg trend --crime rape -o rape.html && python3 scripts/check_pages.py rape.html

Exit status 1 where anything is wrong. `--pages N` checks N pages spread over a large site.
"""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

DRIVER = r"""
const fs = require('fs'), path = require('path'), puppeteer = require('puppeteer-core');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const [browserPath, list] = process.argv.slice(2);
const pages = JSON.parse(fs.readFileSync(list, 'utf8'));
const WIDTHS = [320, 768, 1440];
const problems = [];
let runs = 0, stops = 0;

async function opened(browser, address, width, scripts) {
  const page = await browser.newPage();
  const asked = [];
  page.on('request', one => { if (one.url() !== address && !one.url().startsWith('data:')) asked.push(one.url()); });
  page.on('pageerror', error => problems.push([address, width, 'script error: ' + error.message]));
  page.on('console', said => { if (said.type() === 'error') problems.push([address, width, 'console: ' + said.text()]); });
  await page.setJavaScriptEnabled(scripts);
  await page.setViewport({ width, height: 900 });
  await page.goto(address);
  return { page, asked };
}

async function check(browser, address) {
  const say = (width, text) => problems.push([address, width, text]);
  for (const width of WIDTHS) {
    const { page, asked } = await opened(browser, address, width, true);
    // Folded parts are judged too.
    await page.evaluate(() => document.querySelectorAll('details').forEach(one => { one.open = true; }));
    await page.evaluate(axe);
    const found = await page.evaluate(() => axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      resultTypes: ['violations'],
    }));
    runs += 1;
    for (const one of found.violations) {
      say(width, `${one.id}: ${one.help}: ${one.nodes.slice(0, 2).map(node => node.html.slice(0, 120)).join(' | ')}`);
    }
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (wide > 0) say(width, `scrolls sideways by ${wide} px`);
    if (asked.length) say(width, `asks for ${asked.join(', ')}`);
    await page.close();
  }
  // 1,280 px at 400% is 320 px across, with everything four times as large.
  const zoomed = await opened(browser, address, 320, true);
  await zoomed.page.setViewport({ width: 320, height: 256, deviceScaleFactor: 4 });
  const over = await zoomed.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (over > 0) say('400%', `scrolls sideways by ${over} px`);
  await zoomed.page.close();
  await keyboard(browser, address, say);
  await withoutScripts(browser, address, say);
}

// Every link, control and scrolling frame takes the focus once, in order, and is seen to have it.
async function keyboard(browser, address, say) {
  const { page } = await opened(browser, address, 1440, true);
  const wanted = await page.evaluate(() => {
    const all = [...document.querySelectorAll('a[href], button, input, summary, .scroll')];
    const seen = all.filter(one => one.checkVisibility());
    seen.forEach((one, place) => { one.dataset.stop = place; });
    return seen.length;
  });
  const reached = new Set();
  for (let step = 0; step < wanted + 5; step += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const one = document.activeElement;
      const style = getComputedStyle(one);
      return [one.dataset.stop, style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2, one.outerHTML.slice(0, 100)];
    });
    if (stop[0] === undefined) continue;
    if (!stop[1]) say('keyboard', `focus cannot be seen: ${stop[2]}`);
    reached.add(stop[0]);
    if (reached.size === wanted) break;
  }
  stops += reached.size;
  if (reached.size !== wanted) say('keyboard', `${wanted - reached.size} of ${wanted} controls are not reached`);
  const sorted = await page.evaluate(() => {
    const button = document.querySelector('th button');
    if (!button) return true;
    button.focus();
    return document.activeElement === button;
  });
  if (sorted && await page.$('th button')) {
    await page.keyboard.press('Enter');
    if (!await page.$('th[aria-sort]')) say('keyboard', 'Enter on a column heading does not sort');
  }
  await page.close();
}

// The words, tables and drawings of a page are in the file itself.
async function withoutScripts(browser, address, say) {
  const text = async scripts => {
    const { page, asked } = await opened(browser, address, 1440, scripts);
    const found = await page.evaluate(() => [
      document.querySelector('main').innerText.replace(/\s+/g, ' ').trim(),
      document.querySelectorAll('main td').length, document.querySelectorAll('main svg').length,
    ]);
    if (asked.length) say('scripts ' + scripts, `asks for ${asked.join(', ')}`);
    await page.close();
    return JSON.stringify(found);
  };
  if (await text(true) !== await text(false)) say('scripts off', 'the page differs from the one with scripts');
}

(async () => {
  const browser = await puppeteer.launch({ executablePath: browserPath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  for (const file of pages) await check(browser, require('url').pathToFileURL(path.resolve(file)).href);
  await browser.close();
  console.log(JSON.stringify({ runs, stops, problems }));
})().catch(error => { console.error(error); process.exit(2); });
"""


def browser():
    """The path of a Chromium that is installed."""
    for name in ("chromium", "chromium-browser", "google-chrome", "chrome"):
        if shutil.which(name):
            return shutil.which(name)
    sys.exit("no Chromium found: install it, or put it on PATH")


def spread(pages, count):
    """So many pages, the first and the last among them."""
    if count is None or count >= len(pages):
        return pages
    places = {round(place * (len(pages) - 1) / max(count - 1, 1)) for place in range(count)}
    return [pages[place] for place in sorted(places)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("places", nargs="+", help="pages, or folders of pages")
    parser.add_argument("--pages", type=int, help="check only so many pages of each folder")
    parser.add_argument("--modules", help="folder in which axe-core and puppeteer-core are installed")
    given = parser.parse_args()
    pages = []
    for place in map(pathlib.Path, given.places):
        inside = sorted(place.glob("*.html")) if place.is_dir() else [place]
        pages += spread(inside, given.pages)
    with tempfile.TemporaryDirectory() as folder:
        modules = pathlib.Path(given.modules or folder)
        if not (modules / "node_modules" / "axe-core").is_dir():
            install = ["npm", "install", "--silent", "--no-audit", "--prefix", str(modules)]
            subprocess.run([*install, "axe-core@4", "puppeteer-core"], check=True)
        listed, driver = pathlib.Path(folder, "pages.json"), pathlib.Path(folder, "driver.js")
        listed.write_text(json.dumps([str(page.resolve()) for page in pages]))
        driver.write_text(DRIVER)
        environment = {**os.environ, "NODE_PATH": str(modules / "node_modules")}
        command = ["node", str(driver), browser(), str(listed)]
        run = subprocess.run(command, env=environment, capture_output=True, text=True)
    if run.returncode:
        sys.exit(run.stderr)
    found = json.loads(run.stdout.splitlines()[-1])
    for page, where, problem in found["problems"]:
        print(f"{pathlib.PurePosixPath(page).name} [{where}] {problem}")
    count = len(found["problems"])
    print(f"{len(pages)} pages, {found['runs']} runs of axe-core, {found['stops']} keyboard stops: {count} problems")
    sys.exit(1 if count else 0)


if __name__ == "__main__":
    main()
