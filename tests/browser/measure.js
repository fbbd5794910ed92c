// Measures the page: its smallest text, its smallest click target, sideways scrolling, and layout shift.
const [answer] = arguments;
const isShown = (element) => {
  const box = element.getBoundingClientRect();
  if (!box.width || !box.height || !element.checkVisibility({ visibilityProperty: true })) return false;
  // Text that is only for screen readers is hidden by a clip path.
  for (let one = element; one; one = one.parentElement)
    if (getComputedStyle(one).clipPath.includes("inset(50%)")) return false;
  return true;
};
const name = ({ nodeName, className = "", textContent }) =>
  `${nodeName}.${className} “${textContent.trim().slice(0, 30)}”`;

let text = [Infinity, ""];
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const element = walker.currentNode.parentElement;
  if (!walker.currentNode.data.trim() || element.tagName === "NOSCRIPT" || !isShown(element)) continue;
  const size = parseFloat(getComputedStyle(element).fontSize);
  if (size < text[0]) text = [size, name(element)];
}

let target = [Infinity, ""];
for (const element of document.querySelectorAll("button, select, input, textarea, a[href], summary, [role=option]")) {
  // A target inside a sentence may be as small as its line (WCAG 2.5.5, exception “Inline”).
  if (!isShown(element) || element.closest(".markdown p, .markdown li")) continue;
  const box = (element.type === "checkbox" ? element.closest("label") : element).getBoundingClientRect();
  const size = Math.min(box.width, box.height);
  if (size < target[0]) target = [size, name(element)];
}

const page = document.documentElement;
let shift = 0;
const moved = [];
const count = (entries) => {
  for (const entry of entries.filter((one) => !one.hadRecentInput)) {
    shift += entry.value;
    moved.push(...entry.sources.map(({ node }) => node && name(node)));
  }
};
// The browser delivers the buffered entries in a later task, or never if there are none. So wait for a fixed time.
const observer = new PerformanceObserver((list) => count(list.getEntries()));
observer.observe({ type: "layout-shift", buffered: true });
setTimeout(() => {
  count(observer.takeRecords());
  observer.disconnect();
  answer({ text, target, sideways: page.scrollWidth - page.clientWidth, shift, moved });
}, 100);
