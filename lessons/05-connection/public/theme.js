// @ts-check
// Before the first paint: a page around this one may say whether it is light or
// dark. Not a module, because a module waits until the page has been read.
{
  const theme = new URLSearchParams(location.search).get("theme");
  if (theme === "dark" || theme === "light") {
    document.documentElement.style.colorScheme = theme;
  }
}
