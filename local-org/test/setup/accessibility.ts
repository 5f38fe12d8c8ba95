/** What a page is asked in a browser, for people who do not see it as others do. */

/** Texts whose colour is too near to what is behind them (WCAG 2, level AA: 4.5 to 1). */
export const faintWords = `(() => {
  const channels = (color) => color.match(/[\\d.]+/g).map(Number);
  const luminance = (color) => {
    const [r, g, b] = channels(color).slice(0, 3).map((c) => c / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const color = getComputedStyle(one).backgroundColor;
      if (channels(color)[3] !== 0) return color;
    }
    return "rgb(255, 255, 255)";
  };
  const hasText = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== "");
  return [...document.querySelectorAll("body *")].filter((element) => hasText(element) && element.checkVisibility()).filter((element) => {
    const [light, dark] = [luminance(getComputedStyle(element).color), luminance(behind(element))].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05) < 4.5;
  }).map((element) => element.outerHTML.slice(0, 80));
})()`;

/** Fields without a label, and buttons and links without words. */
export const namelessControls = `(() => {
  const fields = [...document.querySelectorAll("input:not([type=hidden]), select, textarea")].filter((field) => field.labels.length === 0);
  const others = [...document.querySelectorAll("button, a, summary")].filter((control) => control.textContent.trim() === "");
  return [...fields, ...others].map((element) => element.outerHTML.slice(0, 80));
})()`;
