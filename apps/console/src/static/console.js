/** What makes the pages pleasant, and nothing that they need: times as the reader's clock has them, and a renewal of what is new. */
const RENEW_MS = 5000;

async function drawCharts(part) {
  if (part.querySelector('[data-chart]') === null) return;
  const charts = await import('./chart.js');
  charts.drawCharts(part);
}

showLocalTimes(document);
sayOnce();
// What is typed into a form is meant by the reader's clock, unless the address names another.
for (const zone of document.querySelectorAll('input[data-zone="own"]'))
  zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
drawCharts(document);
if (document.body.dataset.live === 'yes') setInterval(renew, RENEW_MS);

/** That something was put back is said once: not again at a reload, nor to whom the address is sent. */
function sayOnce() {
  const address = new URL(location.href);
  if (!address.searchParams.has('retried')) return;
  for (const name of ['retried', 'missed']) address.searchParams.delete(name);
  history.replaceState(null, '', address);
}

function showLocalTimes(part) {
  for (const time of part.querySelectorAll('time[data-show]')) {
    const at = new Date(time.dateTime);
    const text = at.toLocaleString(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'medium' });
    if (time.dataset.show === 'text') time.textContent = text;
    else time.title = text;
  }
}

/** Asks for this page again. Whoever reads with the keyboard or has something selected is left alone. */
async function renew() {
  const live = document.getElementById('live') ?? document.getElementById('main');
  if (document.hidden || live === null || isInUse(live)) return;
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const there = fresh.getElementById(live.id);
    if (there === null || fresh.title !== document.title) return location.reload();
    if (isInUse(live)) return;
    showLocalTimes(there);
    live.replaceWith(document.adoptNode(there));
    drawCharts(there);
    if (fresh.body.dataset.live !== 'yes') location.reload();
  } catch {
    // The console is away: the page stays as it is, and the next try will tell.
  }
}

function isInUse(part) {
  const selected = getSelection()?.isCollapsed === false;
  return selected || part.contains(document.activeElement) || part.querySelector('details[open]') !== null;
}
