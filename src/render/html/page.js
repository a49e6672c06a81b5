"use strict";
(function () {
  // Every table of four rows or more can be sorted by its columns.
  document.querySelectorAll("main table").forEach(function (table) {
    var body = table.tBodies[0];
    if (!body || body.rows.length < 4) { return; }
    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (head, column) {
      var button = document.createElement("button");
      button.type = "button";
      button.title = "Sort by this column";
      while (head.firstChild) { button.appendChild(head.firstChild); }
      head.appendChild(button);
      button.addEventListener("click", function () {
        var up = head.getAttribute("aria-sort") !== "ascending";
        Array.prototype.forEach.call(table.tHead.rows[0].cells, function (other) {
          other.removeAttribute("aria-sort");
        });
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        var key = function (row) {
          var cell = row.cells[column];
          if (cell.dataset.value) { return Number(cell.dataset.value); }
          var text = cell.textContent.trim();
          var number = Number(text.replace(/[,%£]/g, ""));
          return text !== "" && !Number.isNaN(number) ? number : text;
        };
        // What has no figure stays last.
        var last = function (value) { return value === "" || /^\[/.test(String(value)); };
        var rows = Array.prototype.slice.call(body.rows).map(function (row) { return [key(row), row]; });
        rows.sort(function (a, b) {
          if (last(a[0]) || last(b[0])) { return Number(last(a[0])) - Number(last(b[0])); }
          var order = typeof a[0] === "number" && typeof b[0] === "number"
            ? a[0] - b[0] : String(a[0]).localeCompare(String(b[0]), "en-GB");
          return up ? order : -order;
        });
        rows.forEach(function (pair) { body.appendChild(pair[1]); });
      });
    });
  });
  // What is folded is printed too.
  var folded = [];
  window.addEventListener("beforeprint", function () {
    folded = Array.prototype.filter.call(document.querySelectorAll("details"), function (one) { return !one.open; });
    folded.forEach(function (one) { one.open = true; });
  });
  window.addEventListener("afterprint", function () {
    folded.forEach(function (one) { one.open = false; });
  });
  // The search box is there only where it works.
  var index = document.getElementById("search-index");
  var box = document.querySelector(".search");
  if (!index || !box) { return; }
  var pages = JSON.parse(index.textContent);
  var input = box.querySelector("input");
  var list = box.querySelector("ul");
  var said = box.querySelector("[role=status]");
  box.hidden = false;
  var find = function () {
    var words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    list.textContent = "";
    said.textContent = "";
    if (!words.length) { return; }
    var found = pages.filter(function (page) {
      return words.every(function (word) { return page.words.indexOf(word) >= 0; });
    });
    found.slice(0, 12).forEach(function (page) {
      var item = document.createElement("li");
      var link = document.createElement("a");
      link.href = page.href;
      link.textContent = page.title;
      item.appendChild(link);
      list.appendChild(item);
    });
    said.textContent = found.length === 0 ? "No page found" : found.length === 1 ? "1 page found" : found.length + " pages found";
  };
  input.addEventListener("input", find);
  find();
})();
