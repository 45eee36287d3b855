/** `npm run pictures`: the pictures of docs/pictures, made anew from the running program. Needs chromium; look at each afterwards. */
import { mkdirSync, statSync } from 'node:fs';
import { startBrowser } from '../browser/browser.ts';
import { findChromium } from '../browser/chromium.ts';
import { repoRoot } from '../harness/index.ts';
import { takeLoopPictures } from './take-loop-pictures.ts';
import { takePictures } from './take-pictures.ts';

const folder = `${repoRoot}/docs/pictures`;
const chromium = findChromium();
if (chromium === undefined) throw new Error('no chromium on the PATH and none in CHROMIUM');
mkdirSync(folder, { recursive: true });
const browser = await startBrowser(chromium);
try {
  for (const language of ['en', 'zh'] as const) {
    const loop = await takeLoopPictures(browser, language, folder);
    for (const path of [...loop, ...(await takePictures(browser, language, folder))])
      console.log(`${path.slice(repoRoot.length + 1)}  ${Math.ceil(statSync(path).size / 1024)} kB`);
  }
} finally {
  await browser.close();
}
