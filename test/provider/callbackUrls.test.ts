import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { callbackUrl, hasDangerousScheme } from "../../provider/callbackUrls.ts";

describe("a callback URL", () => {
  test.each([
    "https://mycompany.example/callback",
    "https://mycompany.example:8443/Callback?a=b&c=d#e",
    "HTTPS://MyCompany.example/",
    "http://localhost",
    "http://localhost:1717/OauthRedirect",
    "http://localhost:*/cb",
    "http://127.0.0.1:8080/cb",
    "http://[::1]:8080/cb",
    "https://localhost:*/cb",
    "app://done",
    "sfdc://success",
    "com.example.tablet:/oauth",
    "myapp:done",
    "x-callback+v1.2://a?b=c",
  ])("%s is taken", (url) => {
    expect(callbackUrl(url)).toBeUndefined();
  });

  test.each([
    ["javascript:alert(1)", /dangerous/],
    ["JavaScript:alert(1)", /dangerous/],
    ["data:text/html,x", /dangerous/],
    ["vbscript:x", /dangerous/],
    ["file:///etc/passwd", /dangerous/],
    ["blob:https://mycompany.example/x", /dangerous/],
    ["view-source:https://mycompany.example/", /dangerous/],
    ["http://mycompany.example/cb", /https URL/],
    ["http://localhost.mycompany.example/cb", /https URL/],
    ["http://mycompany.example:*/cb", /https URL/],
    ["https://mycompany.example:*/cb", /https URL/],
    ["http://localhost@mycompany.example/cb", /no user name/],
    ["https://user:word@mycompany.example/", /no user name/],
    ["app://user@done", /no user name/],
    ["http:mycompany.example", /https URL/],
    ["http:\\\\mycompany.example/cb", /https URL/],
    ["https://mycompany.example\\@localhost/", /https URL/],
    ["https://", /https URL/],
    ["https:///cb", /https URL/],
    ["//mycompany.example/cb", /https URL/],
    ["mycompany.example", /https URL/],
    ["app:", /https URL/],
    ["java\tscript:alert(1)", /blanks and control characters/],
    ["https://mycompany.example/\u202etxt", /blanks and control characters/],
    ["https://mycompany.example/\u0007", /blanks and control characters/],
    [`https://mycompany.example/${"x".repeat(1_000_000)}`, /at most 2000 characters/],
  ])("%s is refused", (url, reason) => {
    const problem = callbackUrl(url);
    expect(problem).toMatch(reason);
    // What is wrong is repeated on one line, and cut.
    expect(problem).toMatch(/^[^\p{Cc}]{1,400}\.$/u);
  });

  test("that is taken never leaves this machine in clear, and is never run, whatever stands in it", () => {
    const part = fc.constantFrom(
      ..."http https javascript data app : / // \\ @ localhost mycompany.example 127.0.0.1 * : 80 ? # % .".split(" "),
      "\t",
      "\n",
      " ",
    );
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 9 }), (parts) => {
        const text = parts.join("");
        if (callbackUrl(text) !== undefined) return;
        expect(hasDangerousScheme(text)).toBe(false);
        const url = URL.parse(text.replace(":*", ""));
        expect(url?.username ?? "").toBe("");
        if (url?.protocol === "http:") expect(url.hostname).toMatch(/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/);
      }),
      { numRuns: 2_000 },
    );
  });
});
