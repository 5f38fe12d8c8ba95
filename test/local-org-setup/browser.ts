import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** The parts of playwright-core that the tests use. Under jest a RegExp of a test is none to it. */
export interface BrowserPage {
  goto(url: string): Promise<unknown>;
  locator(selector: string): Locator;
  getByRole(role: string, options?: { name?: string; exact?: boolean }): Locator;
  getByLabel(text: string): Locator;
  getByText(text: string): Locator;
  screenshot(options: { path?: string; fullPage?: boolean }): Promise<Buffer>;
  evaluate<Result>(code: string): Promise<Result>;
  keyboard: { press(key: string): Promise<void> };
  on(event: string, listener: (event: { text?(): string; message?: string }) => void): void;
}

export interface Locator {
  click(): Promise<void>;
  check(): Promise<void>;
  uncheck(): Promise<void>;
  fill(text: string): Promise<void>;
  selectOption(choice: string | { label: string }): Promise<unknown>;
  textContent(): Promise<string | null>;
  count(): Promise<number>;
  first(): Locator;
  waitFor(): Promise<void>;
}

interface Browser {
  newContext(options: { colorScheme?: "light" | "dark"; javaScriptEnabled?: boolean }): Promise<{
    newPage(): Promise<BrowserPage>;
    close(): Promise<void>;
  }>;
  close(): Promise<void>;
}

export interface BrowserOptions {
  colorScheme?: "light" | "dark";
  javaScriptEnabled?: boolean;
}

/** A Chromium without a window. */
export interface TestBrowser {
  /** Runs `work` with a page of its own; fails when the page's console shows an error. */
  withPage(work: (page: BrowserPage) => Promise<void>, options?: BrowserOptions): Promise<void>;
  /** For files such as screenshots; gone when the browser is closed. */
  readonly folder: string;
  close(): Promise<void>;
}

const PLAYWRIGHT = "playwright-core";
const VERSION = "1.65.1";

const CHROMIUM_PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Without a window, and without a word to the outside. */
const CHROMIUM_ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The browser notes a refused form as if something of the page were missing. */
const REFUSED_FORM = /^Failed to load resource: the server responded with a status of 400/;

export async function startBrowser(): Promise<TestBrowser> {
  const folder = await mkdtemp(join(tmpdir(), "setup-browser-"));
  try {
    const executablePath = CHROMIUM_PLACES.find((path) => existsSync(path));
    if (executablePath === undefined) throw new Error("No Chromium; on Debian: apt-get install chromium");
    const { chromium } = await playwright(folder);
    const browser: Browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGUMENTS });
    return {
      folder,
      async withPage(work, options = {}) {
        const context = await browser.newContext(options);
        try {
          const page = await context.newPage();
          const errors: string[] = [];
          page.on("pageerror", ({ message }) => errors.push(message ?? ""));
          page.on("console", (entry) => errors.push(entry.text?.() ?? ""));
          await work(page);
          const unexpected = errors.filter((text) => !REFUSED_FORM.test(text));
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

// biome-ignore lint/suspicious/noExplicitAny: the package may be there only once the test runs
async function playwright(folder: string): Promise<any> {
  const own = createRequire(import.meta.url);
  try {
    return own(PLAYWRIGHT);
  } catch (error) {
    if ((error as { code?: string }).code !== "MODULE_NOT_FOUND") throw error;
  }
  await writeFile(join(folder, "package.json"), "{}");
  await promisify(execFile)("npm", ["install", "--no-audit", "--no-fund", `${PLAYWRIGHT}@${VERSION}`], { cwd: folder });
  return createRequire(join(folder, "package.json"))(PLAYWRIGHT);
}
