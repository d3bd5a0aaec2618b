// Runs before the first paint, so that neither theme nor language flickers. Everything else is the program's.
(function () {
  "use strict";
  var root = document.documentElement;
  var catalogues = document.currentScript.dataset;

  function stored(name) {
    try {
      return localStorage.getItem(name);
    } catch (_) {
      return null; // Storage is switched off: the system's choice stands.
    }
  }

  var dark = matchMedia("(prefers-color-scheme: dark)");
  function paint() {
    var theme = stored("clef.theme");
    root.dataset.theme = theme === "light" || theme === "dark" ? theme : dark.matches ? "dark" : "light";
  }
  paint();
  dark.addEventListener("change", paint);

  var wanted = [stored("clef.locale")].concat(navigator.languages || []);
  var known = wanted
    .map(function (tag) {
      return (tag || "").slice(0, 2).toLowerCase();
    })
    .filter(function (language) {
      return language in catalogues;
    });
  root.lang = known[0] || "en";

  // A script or the module that does not arrive would otherwise leave an empty page.
  addEventListener(
    "error",
    function (event) {
      if (event.target instanceof HTMLScriptElement) {
        document.body.dataset.broken = "";
      }
    },
    true,
  );

  // The words are needed as soon as the program runs: fetch them beside it.
  var words = document.createElement("link");
  words.rel = "preload";
  words.as = "fetch";
  words.crossOrigin = "anonymous";
  words.href = catalogues[root.lang];
  document.head.append(words);
})();
