// Sorting, filters, the card of a statement, links to statements. All texts come from the page's own elements, and
// nothing is ever set as markup except the page's own packed articles, which the report has escaped already.
"use strict";
(() => {
  const find = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const make = (tag, className, text) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  };

  // A click on a column's head sorts by it, numbers from the greatest, words from the first.
  for (const button of all("table.sortable th button")) {
    button.addEventListener("click", () => {
      const head = button.closest("th"), body = find("tbody", button.closest("table"));
      const column = head.cellIndex, numeric = head.classList.contains("num");
      const first = numeric ? "descending" : "ascending", other = numeric ? "ascending" : "descending";
      const order = head.getAttribute("aria-sort") === first ? other : first;
      for (const th of head.parentElement.children) th.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", order);
      const sign = order === "ascending" ? 1 : -1;
      const value = (row) => numeric ? Number(row.cells[column].dataset.v) : row.cells[column].textContent.trim();
      const compare = numeric ? (a, b) => value(a) - value(b) : (a, b) => value(a).localeCompare(value(b), "vi");
      body.append(...[...body.rows].sort((a, b) => sign * compare(a, b)));
    });
  }

  const list = find("#list");
  if (!list) return;
  const filters = find("#filters"), found = find("#found"), card = find("#card");
  const legend = all("#legend li").map((item) => ({ slot: item.dataset.slot, letter: item.dataset.letter, name: item.textContent.slice(item.dataset.letter.length) }));
  const speakers = new Map(all("[name=speaker] option", filters).map((option) => [option.value, option.dataset.name]));
  const kinds = new Map(all("[name=kind]", filters).map((box) => [box.value, box.parentElement.textContent]));
  let statements = [];

  // Searching without marks finds words with them, as people type them; with marks it finds just those.
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d");
  const collect = () => {
    statements = all("a.q", list).map((link) => {
      const text = (link.textContent + "\n" + (speakers.get(link.dataset.s) ?? "")).normalize("NFC").toLowerCase();
      return { link, text, plain: plain(text), label: link.dataset.l, abstained: link.classList.contains("x"), article: link.closest("article") };
    });
  };

  const apply = () => {
    const checked = (name) => new Set(all(`[name=${name}]:checked`, filters).map((box) => box.value));
    const labels = checked("label"), shown = checked("kind"), data = new FormData(filters);
    const least = Number(data.get("confidence")), speaker = data.get("speaker");
    const query = String(data.get("text")).trim().normalize("NFC").toLowerCase();
    const bare = query === plain(query);
    filters.elements.least.textContent = `${least} %`;
    const open = new Set();
    let count = 0;
    for (const statement of statements) {
      const { link } = statement;
      const stays = (statement.abstained ? filters.elements.abstained.checked : true) && labels.has(statement.label)
        && (!link.dataset.k || shown.has(link.dataset.k)) && Number(link.dataset.c) >= least
        && (!speaker || link.dataset.s === speaker) && (!query || (bare ? statement.plain : statement.text).includes(query));
      link.classList.toggle("off", !stays);
      const alone = link.closest(".o");
      if (alone) alone.hidden = !stays;
      if (stays) { count += 1; open.add(statement.article); }
    }
    for (const article of list.children) article.hidden = !open.has(article);
    found.textContent = found.dataset.text.replace("{0}", count).replace("{1}", statements.length);
    find("#nothing").hidden = count > 0;
    if (card.shownFor?.classList.contains("off")) hide();
  };

  const hide = () => {
    card.shownFor?.classList.remove("on");
    card.shownFor = undefined;
    card.hidden = true;
  };

  // What the model thinks of a statement.
  const show = (link) => {
    if (card.shownFor === link || link.classList.contains("off")) return;
    hide();
    const { dataset } = link, label = legend[Number(dataset.l)];
    const head = make("p", "head");
    head.append(make("span", `badge l${label?.slot}`, label?.letter ?? ""), `${label?.name ?? ""} · ${dataset.c} %`);
    const close = make("button", "close", "×");
    close.type = "button";
    close.setAttribute("aria-label", card.dataset.close);
    close.addEventListener("click", () => { link.focus(); hide(); });
    const parts = [head, close];
    if (link.classList.contains("x")) parts.push(make("p", "", card.dataset.abstained));
    const shares = make("ul");
    dataset.p.split(" ").forEach((share, at) => {
      if (share === "-" || !legend[at]) return;
      const row = make("li", "share"), bar = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      bar.setAttribute("class", "bar");
      bar.setAttribute("aria-hidden", "true");
      rect.setAttribute("class", `f${legend[at].slot}`);
      rect.setAttribute("width", `${share}%`);
      rect.setAttribute("height", "100%");
      bar.append(rect);
      row.append(make("span", "", legend[at].name), bar, make("span", "", `${share} %`));
      shares.append(row);
    });
    if (shares.childElementCount) parts.push(shares);
    parts.push(make("p", "", `${card.dataset.speaker}: ${speakers.get(dataset.s) ?? card.dataset.unknown}`));
    if (dataset.k) parts.push(make("p", "", `${card.dataset.kind}: ${kinds.get(dataset.k) ?? dataset.k}`));
    if (dataset.w) {
      parts.push(make("p", "", card.dataset.words));
      const words = make("p");
      words.lang = "vi";
      for (const line of dataset.w.split("\n")) {
        const cut = line.indexOf(" "), push = line.slice(0, cut);
        const word = make("span", push.startsWith("-") ? "word minus" : "word", line.slice(cut + 1));
        word.append(" ", make("small", "", push.replace("-", "−")));
        words.append(word, " ");
      }
      parts.push(words);
    }
    card.replaceChildren(...parts);
    card.hidden = false;
    card.shownFor = link;
    link.classList.add("on");
    if (matchMedia("(max-width: 40rem)").matches) {
      card.removeAttribute("style");
      return;
    }
    const box = link.getClientRects()[0], height = card.offsetHeight, room = document.documentElement.clientWidth - card.offsetWidth - 12;
    const last = link.getBoundingClientRect().bottom;
    const above = last + height + 12 > innerHeight && box.top > height + 12;
    card.style.left = `${Math.max(12, Math.min(box.left, room)) + scrollX}px`;
    card.style.top = `${(above ? box.top - height - 8 : last + 8) + scrollY}px`;
  };

  const quote = (event) => event.target.closest?.("a.q");
  list.addEventListener("pointerover", (event) => { if (event.pointerType === "mouse" && quote(event)) show(quote(event)); });
  list.addEventListener("pointerout", (event) => {
    if (event.pointerType === "mouse" && quote(event) && !card.contains(event.relatedTarget) && document.activeElement !== card.shownFor) hide();
  });
  list.addEventListener("focusin", (event) => { if (quote(event)) show(quote(event)); });
  list.addEventListener("click", (event) => { if (quote(event)) show(quote(event)); });
  document.addEventListener("pointerdown", (event) => { if (!quote(event) && !card.contains(event.target)) hide(); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });

  // A link to a statement opens it, whatever the filters hide.
  const follow = () => {
    const target = /^#d\d+(-\d+)?$/.test(location.hash) && document.getElementById(location.hash.slice(1));
    if (!target) return;
    if (target.hidden || target.classList.contains("off")) {
      filters.reset();
      apply();
    }
    target.scrollIntoView({ block: "center" });
    if (target.matches("a.q")) target.focus({ preventScroll: true });
  };

  const start = () => {
    collect();
    filters.hidden = false;
    let pending = 0;
    const soon = () => { cancelAnimationFrame(pending); pending = requestAnimationFrame(apply); };
    filters.addEventListener("input", soon);
    filters.addEventListener("reset", () => setTimeout(apply));
    filters.addEventListener("submit", (event) => event.preventDefault());
    addEventListener("hashchange", follow);
    apply();
    follow();
    document.documentElement.dataset.ready = "true";
  };

  // Many articles come packed, so that the file stays small.
  const packed = find("#packed");
  if (!packed) {
    start();
    return;
  }
  const bytes = Uint8Array.from(atob(packed.textContent), (letter) => letter.charCodeAt(0));
  new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text().then((markup) => {
    list.innerHTML = markup;
    packed.remove();
    start();
  });
})();
