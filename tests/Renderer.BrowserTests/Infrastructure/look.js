() => {
  const faults = [];
  const wide = document.documentElement.clientWidth;
  const isDark = matchMedia('(prefers-color-scheme: dark)').matches;
  const isNear = (one, other, by) => Math.abs(one - other) <= by;

  for (const image of document.images) {
    const name = `picture "${image.alt}" at ${new URL(image.currentSrc || image.src, document.baseURI).pathname.slice(0, 16)}`;
    const [width, height] = ['width', 'height'].map(side => Number(image.getAttribute(side)));
    if (!image.complete || image.naturalWidth === 0) {
      faults.push(`${name} is not there`);
      continue;
    }
    if (!image.hasAttribute('alt')) faults.push(`${name} has no alternative text`);
    if (!(width > 0 && height > 0)) {
      faults.push(`${name} declares no size`);
      continue;
    }
    if (!isNear(image.naturalWidth / image.naturalHeight, width / height, 0.02 * width / height)) {
      faults.push(`${name} has ${image.naturalWidth} x ${image.naturalHeight}, and declares ${width} x ${height}`);
    }

    const dark = image.closest('picture')?.querySelector('source[media*="dark"]');
    if (dark) {
      const wanted = isDark ? dark.srcset.split(' ')[0] : image.src;
      if (image.currentSrc !== new URL(wanted, document.baseURI).href) faults.push(`${name} is the one for ${isDark ? 'light' : 'dark'}`);
    }

    const box = image.getBoundingClientRect();
    if (image.checkVisibility() && box.width > 0) {
      const drawn = `${name} is drawn ${Math.round(box.width)} x ${Math.round(box.height)}`;
      if (box.width > width + 0.5) faults.push(`${drawn}, wider than ${width}`);
      if (box.width > image.naturalWidth + 0.5) faults.push(`${drawn}, larger than its ${image.naturalWidth} pixels`);
      if (!isNear(box.width / box.height, width / height, 0.03 * width / height)) faults.push(`${drawn}, out of its proportion of ${width} x ${height}`);
      if (box.left < -0.5 || box.right > wide + 0.5) faults.push(`${drawn}, beyond the window's ${wide}`);
    }
  }

  if (document.documentElement.scrollWidth > wide) {
    faults.push(`the page is ${document.documentElement.scrollWidth} wide in a window of ${wide}`);
  }

  // https://www.w3.org/TR/WCAG22/#contrast-minimum
  const linear = value => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const numbers = color => color.match(/[\d.]+/g).map(Number);
  const luminance = ([red, green, blue]) => 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  const behind = element => {
    for (let each = element; each; each = each.parentElement) {
      const color = numbers(getComputedStyle(each).backgroundColor);
      if (color.length < 4 || color[3] > 0) return luminance(color);
    }
    return isDark ? luminance([18, 18, 18]) : 1;
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) continue;
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const [one, other] = [luminance(numbers(style.color)), behind(element)];
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (size > 0 && ratio < (isLarge ? 3 : 4.5)) {
      faults.push(`"${texts.currentNode.data.trim().slice(0, 40)}" has a contrast of ${ratio.toFixed(1)}`);
    }
  }

  const paper = behind(document.body);
  if (isDark === paper > 0.2) faults.push(`the page is ${isDark ? 'light' : 'dark'} where the reader wants the other`);
  return { pictures: document.images.length, faults: [...new Set(faults)], text: document.body.innerText };
}
