"use strict";
(function () {
  var section = document.getElementById("verdicts");
  var closes = Array.prototype.slice.call(document.querySelectorAll("[data-outcome]"));
  if (section && closes.length > 3) {
    var bar = document.createElement("form");
    bar.className = "filter";
    bar.setAttribute("role", "search");
    bar.innerHTML = '<label>Show <select><option value="">all closes</option>' +
      '<option value="unclean">all but clean ones</option></select></label> ' +
      '<label>that contain <input type="search" placeholder="RST, 5001, half-close"></label> <output></output>';
    section.parentNode.insertBefore(bar, section.nextSibling);
    var select = bar.querySelector("select");
    var input = bar.querySelector("input");
    var output = bar.querySelector("output");
    var apply = function () {
      var words = input.value.toLowerCase().trim();
      var shown = 0;
      var total = 0;
      closes.forEach(function (item) {
        var clean = item.getAttribute("data-outcome") === "clean";
        var text = item.textContent.toLowerCase();
        var hide = (select.value === "unclean" && clean) ||
          (item.tagName === "ARTICLE" && words !== "" && text.indexOf(words) < 0);
        item.hidden = hide;
        if (item.tagName === "ARTICLE") {
          total++;
          shown += hide ? 0 : 1;
        }
      });
      output.textContent = shown + " of " + total + " shown";
    };
    bar.addEventListener("input", apply);
    bar.addEventListener("submit", function (event) { event.preventDefault(); });
  }
  var all = function () { return Array.prototype.slice.call(document.querySelectorAll("details")); };
  var closed = [];
  window.addEventListener("beforeprint", function () {
    closed = all().filter(function (d) { return !d.open; });
    closed.forEach(function (d) { d.open = true; });
  });
  window.addEventListener("afterprint", function () {
    closed.forEach(function (d) { d.open = false; });
  });
  var reveal = function () {
    var target = location.hash && document.getElementById(location.hash.slice(1));
    var unfold = target && target.querySelector && target.querySelector("details");
    if (unfold) { unfold.open = true; }
  };
  window.addEventListener("hashchange", reveal);
  reveal();
})();
