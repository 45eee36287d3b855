/** Brings what has changed into the page every two seconds; forms stay as they are, so that nobody loses the focus. */
export const live = `
const look = async () => {
  if (document.hidden) return;
  const answer = await fetch(location.pathname, { headers: { accept: 'text/html' } });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const part of document.querySelectorAll('[data-live]')) {
    const next = fresh.getElementById(part.id);
    if (next !== null && next.innerHTML !== part.innerHTML && !part.contains(document.activeElement)) part.innerHTML = next.innerHTML;
  }
};
if (document.querySelector('[data-live]') !== null) setInterval(() => look().catch(() => {}), 2000);
document.addEventListener('visibilitychange', () => look().catch(() => {}));
`;
