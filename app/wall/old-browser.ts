/** The test of a television's browser, as ES5: it must run in browsers that know nothing of what we use. */

export const OLD_BROWSER_ID = 'wall-old'

/** What the wall draws and runs with, by the name shown where it is missing. */
const NEEDS: Readonly<Record<string, string>> = {
  'CSS @layer': "typeof CSSLayerBlockRule !== 'undefined'",
  'CSS :has()': "css('selector(:has(*))')",
  'CSS cqw': "css('(width: 1cqw)')",
  'CSS color-mix()': "css('(color: color-mix(in srgb, red, red))')",
  EventSource: "typeof EventSource !== 'undefined'",
  ResizeObserver: "typeof ResizeObserver !== 'undefined'",
  'AbortSignal.timeout': "typeof AbortSignal !== 'undefined' && typeof AbortSignal.timeout === 'function'",
  'Array.findLast': "typeof [].findLast === 'function'",
}

/**
 * Shows the plain page and hides the wall where anything is missing. It adds no node to what React takes over: a
 * browser that lacks one part only still runs it, and it would draw the page anew, without ours.
 */
export function oldBrowserScript(): string {
  const tests = Object.entries(NEEDS)
    .map(
      ([name, test]) =>
        `try{if(!(${test}))missing.push(${JSON.stringify(name)})}catch(e){missing.push(${JSON.stringify(name)})}`,
    )
    .join(';')
  return `(function(){
var missing=[];
function css(q){return typeof CSS!=='undefined'&&!!CSS.supports&&CSS.supports(q)}
${tests};
if(missing.length===0)return;
document.documentElement.setAttribute('data-old-browser',missing.join(', '));
var page=document.getElementById('${OLD_BROWSER_ID}');
page.style.display='block';
document.getElementById('${OLD_BROWSER_ID}-missing').appendChild(document.createTextNode(missing.join(' · ')));
var style=document.createElement('style');
style.appendChild(document.createTextNode('#wall-app{display:none}body{background:#080a0c;margin:0}'));
document.getElementsByTagName('head')[0].appendChild(style);
})()`
}
