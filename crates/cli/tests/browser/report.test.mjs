// The pages of `thaido report` as a browser shows them. Run by run.sh, which names the program and the browser.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../../../..");
const axe = readFileSync(join(here, "node_modules/axe-core/axe.min.js"), "utf8");
const home = mkdtempSync(join(tmpdir(), "thaido-pages-"));
const thaido = (...args) => execFileSync(process.env.THAIDO, args, { encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "pipe"] });
const at = (name) => join(home, name);
const lines = (path) => readFileSync(path, "utf8").trim().split("\n").map((line) => JSON.parse(line));
const points = (text, start, end) => [...text].slice(start, end).join("");

const hostile = "Bà Lan cảnh báo: \"Họ </div><script>alert(1)</script>\u202e sẽ phải\u0007 trả giá <img src=x onerror=alert(2)>\". Ông 'An' nói: \"Ta & 'họ' ngừng lại &lt;\".\r\nHết.";
let browser, documents, statements;

// Four pages: whole articles with a hostile one among them, statements alone, an evaluation, measurements; and one
// with more statements than fit as they are.
before(async () => {
  const folder = join(root, "fixtures/articles");
  documents = readdirSync(folder).filter((name) => name.endsWith(".txt")).sort().map((name, at) => (
    { id: name, date: `2024-0${1 + at % 6}-0${1 + at % 9}`, source: `Báo ${at % 3}`, text: readFileSync(join(folder, name), "utf8") }));
  documents.push({ id: "<i>xấu</i>", title: "\"><script>alert(3)</script>", url: "https://tin.example/?a=\"b\"&c", text: hostile });
  writeFileSync(at("d.jsonl"), documents.map((document) => JSON.stringify(document)).join("\n"));
  thaido("label", at("d.jsonl"), "-q", "-o", at("l.jsonl"));
  statements = lines(at("l.jsonl"));
  thaido("report", at("l.jsonl"), "--documents", at("d.jsonl"), "-o", at("whole.html"));
  thaido("report", at("l.jsonl"), "--lang", "vi", "--count-abstained", "-o", at("alone.html"));
  const data = join(root, "fixtures/statements/dev.jsonl");
  writeFileSync(at("eval.json"), thaido("eval", data, "--json"));
  thaido("report", "--eval", at("eval.json"), "--documents", data, "-o", at("eval.html"));
  thaido("bench", at("d.jsonl"), "--rounds", "2", "--least", "1", "-o", at("b1.json"));
  thaido("bench", at("d.jsonl"), "--rounds", "2", "--least", "1", "-o", at("b2.json"));
  thaido("report", "--bench", at("b1.json"), at("b2.json"), "-o", at("bench.html"));
  const many = { documents: [], statements: [] };
  for (let copy = 0; many.statements.length < 10000; copy += 1) {
    const other = (id) => `${id}#${copy}`;
    many.documents.push(...documents.map((document) => ({ ...document, id: other(document.id) })));
    many.statements.push(...statements.map((statement) => ({ ...statement, doc: other(statement.doc) })));
  }
  many.statements.length = 10000;
  writeFileSync(at("many-d.jsonl"), many.documents.map((document) => JSON.stringify(document)).join("\n"));
  writeFileSync(at("many-l.jsonl"), many.statements.map((statement) => JSON.stringify(statement)).join("\n"));
  thaido("report", at("many-l.jsonl"), "--documents", at("many-d.jsonl"), "--no-words", "-o", at("many.html"));
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"] });
});

after(async () => {
  await browser?.close();
  rmSync(home, { recursive: true, force: true });
});

// A page that fails the test when it says something on the console, asks for anything or opens a dialog.
const open = async (name, { hash = "", ...options } = {}) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const told = [];
  page.on("console", (message) => told.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => told.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => { told.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("request", (request) => { if (request.url() !== pathToFileURL(at(name)).href + hash && request.url() !== pathToFileURL(at(name)).href) told.push(`request: ${request.url()}`); });
  await page.goto(pathToFileURL(at(name)).href + hash);
  await page.waitForFunction(() => !document.querySelector("#list") || document.documentElement.dataset.ready);
  return { page, close: async () => { await context.close(); assert.deepEqual(told, []); } };
};

const shown = (text) => text.replaceAll("\r\n", "\n").replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
  (c) => `⟨U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`);

const pages = ["whole.html", "alone.html", "eval.html", "bench.html"];

for (const name of pages) {
  for (const scheme of ["light", "dark"]) {
    test(`${name} in ${scheme} mode has no serious accessibility fault`, async () => {
      const { page, close } = await open(name, { colorScheme: scheme });
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => globalThis.axe.run(document));
      const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      assert.deepEqual(serious.map(({ id, nodes }) => [id, nodes.length, nodes[0].html.slice(0, 200), nodes[0].failureSummary]), []);
      await close();
    });
  }

  test(`${name} does not overflow on a phone or on paper`, async () => {
    const widths = ([wide, inner]) => assert.ok(wide <= inner, `${wide} pixels in a window of ${inner}`);
    const measure = (page) => page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    const phone = await open(name, { viewport: { width: 360, height: 780 } });
    widths(await measure(phone.page));
    await phone.close();
    const paper = await open(name, { viewport: { width: 700, height: 990 } });
    await paper.page.emulateMedia({ media: "print" });
    widths(await measure(paper.page));
    assert.equal(await paper.page.locator("#filters:visible, nav:visible, #card:visible").count(), 0);
    await paper.close();
  });
}

test("marks cover exactly the characters of their statements, and articles stay whole", async () => {
  const { page, close } = await open("whole.html");
  const numbers = new Map([...new Set(statements.map(({ doc }) => doc))].map((doc, number) => [doc, number]));
  for (const statement of statements) {
    const document = documents.find(({ id }) => id === statement.doc);
    assert.equal(points(document.text, statement.start, statement.end), statement.text);
    const mark = page.locator(`[id="d${numbers.get(statement.doc)}-${statement.n}"]`);
    assert.equal(await mark.evaluate((link) => link.textContent), shown(statement.text));
    // What stands before the mark, without the letters behind earlier marks, has as many characters.
    const before = await mark.evaluate((link) => {
      const range = document.createRange();
      range.setStart(link.closest(".t"), 0);
      range.setEndBefore(link);
      const part = range.cloneContents();
      part.querySelectorAll("sup").forEach((sup) => sup.remove());
      return part.textContent;
    });
    assert.equal(before, shown(points(document.text, 0, statement.start)));
  }
  assert.ok(statements.some(({ doc, text }) => doc === "<i>xấu</i>" && text.includes("<script>")), "the hostile statement was not found");
  await close();
});

test("filters filter, and say how many are left", async () => {
  const { page, close } = await open("whole.html");
  const visible = async () => page.locator("a.q:not(.off)").count();
  const said = async () => Number((await page.locator("#found").textContent()).split(" ")[0]);
  const expect = async (keep) => {
    const count = statements.filter(keep).length;
    await page.waitForFunction((count) => document.querySelectorAll("a.q:not(.off)").length === count, count, { timeout: 3000 });
    assert.equal(await said(), count);
  };
  await expect(() => true);
  await page.getByRole("checkbox", { name: "warning", exact: true }).uncheck();
  await expect(({ label }) => label !== "warning");
  await page.getByRole("checkbox", { name: "abstained", exact: true }).uncheck();
  await expect(({ label, abstained }) => label !== "warning" && !abstained);
  await page.locator("[type=reset]").click();
  await expect(() => true);
  await page.getByRole("checkbox", { name: "indirect", exact: true }).uncheck();
  await expect(({ kind }) => kind !== "indirect");
  await page.locator("[type=reset]").click();
  await page.locator("[name=confidence]").fill("90");
  await expect(({ confidence }) => Math.round(confidence * 100) >= 90);
  await page.locator("[type=reset]").click();
  const speaker = statements.find(({ speaker }) => speaker).speaker.name;
  await page.locator("[name=speaker]").selectOption({ index: await page.locator("[name=speaker] option").evaluateAll((all, name) => all.findIndex((option) => option.dataset.name === name), speaker) });
  await expect((statement) => statement.speaker?.name === speaker);
  await page.locator("[type=reset]").click();
  // Typed without marks it finds words with them.
  await page.locator("[name=text]").fill("tra gia");
  await page.waitForFunction(() => document.querySelectorAll("a.q:not(.off)").length > 0 && document.querySelectorAll("a.q.off").length > 0);
  assert.ok((await page.locator("a.q:not(.off)").allTextContents()).some((text) => text.includes("trả giá")));
  await page.locator("[name=text]").fill("không đâu có câu này");
  await page.locator("#nothing").waitFor({ state: "visible" });
  assert.equal(await visible(), 0);
  assert.equal(await page.locator("article:visible").count(), 0);
  await close();
});

test("counting abstained statements changes what the tables show", async () => {
  const { page, close } = await open("whole.html");
  const total = async () => {
    const cells = await page.locator("[data-table=stances]:visible tbody tr td:nth-child(2)").allTextContents();
    return cells.reduce((sum, cell) => sum + Number(cell), 0);
  };
  assert.equal(await total(), statements.filter(({ abstained }) => !abstained).length);
  await page.locator("#all").check();
  assert.equal(await total(), statements.length);
  await close();
});

test("a click on a head sorts, both ways", async () => {
  const { page, close } = await open("alone.html");
  const table = page.locator("[data-table=speakers]:visible");
  const counts = async () => (await table.locator("tbody tr td:nth-child(2)").allTextContents()).map(Number);
  const head = table.locator("th button").nth(1);
  await head.click();
  const down = await counts();
  assert.deepEqual(down, [...down].sort((a, b) => b - a));
  await head.click();
  const up = await counts();
  assert.deepEqual(up, [...up].sort((a, b) => a - b));
  assert.equal(await table.locator("th").nth(1).getAttribute("aria-sort"), "ascending");
  await close();
});

test("a deep link opens its statement with its card, whatever is filtered", async () => {
  const { page, close } = await open("whole.html", { hash: "#d3-1" });
  const mark = page.locator("#d3-1");
  assert.ok(await mark.evaluate((link) => { const box = link.getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight; }), "the statement is not in sight");
  await page.locator("#card").waitFor({ state: "visible" });
  assert.match(await page.locator("#card .head").textContent(), /%/);
  const model = statements.filter(({ doc }) => doc === documents[3].id)[1];
  assert.ok((await page.locator("#card").textContent()).includes(model.speaker?.name ?? "not known"));
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("#card").isVisible(), false);
  await page.locator("[name=text]").fill("không đâu có câu này");
  await page.locator("#nothing").waitFor({ state: "visible" });
  await page.evaluate(() => { location.hash = "#d2-0"; });
  await page.waitForFunction(() => document.activeElement?.id === "d2-0" && !document.querySelector("#d2-0").closest("article").hidden);
  await close();
});

test("the keyboard alone reaches a statement and its words", async () => {
  const { page, close } = await open("whole.html");
  await page.locator("[type=reset]").focus();
  await page.keyboard.press("Tab");
  assert.match(await page.evaluate(() => document.activeElement.id), /^d\d+-\d+$/);
  assert.ok(await page.locator("#card .word").count() > 0, "no words that decided");
  await close();
});

test("a tap on a phone opens the card at the lower edge", async () => {
  const { page, close } = await open("whole.html", { viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true });
  await page.locator("#d0-0").tap();
  const box = await page.locator("#card").boundingBox();
  assert.ok(box.x === 0 && box.width === 360 && Math.abs(box.y + box.height - 780) < 2, JSON.stringify(box));
  await close();
});

test("ten thousand packed statements unpack, filter and are linked to", async () => {
  assert.ok(readFileSync(at("many.html")).length < 2_000_000);
  const { page, close } = await open("many.html", { hash: "#d500-0" });
  assert.equal(await page.locator("a.q").count(), 10000);
  assert.equal(await page.evaluate(() => document.activeElement.id), "d500-0");
  const start = Date.now();
  await page.locator("[name=confidence]").fill("95");
  await page.waitForFunction(() => document.querySelectorAll("a.q.off").length > 0);
  assert.ok(Date.now() - start < 3000, `the filter took ${Date.now() - start} ms`);
  await close();
});
