// The words of the screens, from the catalogues themselves: a journey names a key and reads in any language.
import { readFileSync, readdirSync } from "node:fs";

const HOME = new URL("../../i18n/", import.meta.url);

/** A function from key to text in one language; `{placeholders}` are filled from `values`. */
export function words(language) {
  const folder = new URL(`${language}/`, HOME);
  const files = readdirSync(folder).map((file) => JSON.parse(readFileSync(new URL(file, folder), "utf8")));
  const catalogue = Object.assign({}, ...files);
  return (key, values = {}) => {
    if (!(key in catalogue)) throw new Error(`no text ${key} in ${language}`);
    return catalogue[key].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  };
}
