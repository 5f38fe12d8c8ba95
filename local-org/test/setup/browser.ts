import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Page } from "playwright-core";

export interface BrowserOptions {
  colorScheme?: "light" | "dark";
  javaScriptEnabled?: boolean;
}

/** A Chromium without a window. */
export interface TestBrowser {
  /** Runs `work` with a page of its own; fails when the page's console shows an error. */
  withPage(work: (page: Page) => Promise<void>, options?: BrowserOptions): Promise<void>;
  /** For files such as screenshots; gone when the browser is closed. */
  readonly folder: string;
  close(): Promise<void>;
}

const chromiumPlaces = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Without a window, and without a word to the outside. */
const chromiumArguments = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The browser notes a refused form as if something of the page were missing. */
const refusedForm = /^Failed to load resource: the server responded with a status of 400/;

export async function startBrowser(): Promise<TestBrowser> {
  const folder = await mkdtemp(join(tmpdir(), "setup-browser-"));
  try {
    const executablePath = chromiumPlaces.find((path) => existsSync(path));
    if (executablePath === undefined) throw new Error("No Chromium; on Debian: apt-get install chromium");
    const browser = await chromium.launch({ executablePath, args: chromiumArguments });
    return {
      folder,
      async withPage(work, options = {}) {
        const context = await browser.newContext(options);
        try {
          const page = await context.newPage();
          const errors: string[] = [];
          page.on("pageerror", ({ message }) => errors.push(message));
          page.on("console", (entry) => errors.push(entry.text()));
          await work(page);
          const unexpected = errors.filter((text) => !refusedForm.test(text));
          if (unexpected.length > 0) throw new Error(`The page's console shows ${unexpected.join("; ")}`);
        } finally {
          await context.close();
        }
      },
      async close() {
        await browser.close();
        await rm(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}
