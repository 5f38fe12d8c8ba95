import { describe, expect, test } from "@jest/globals";
import { errorOfBody, isOfEveryCall, retryOf, SalesforceError, toSalesforceError } from "../../salesforce/errors.ts";

const doing = "creating the User";

/** What an error says, for comparison. */
const said = ({ code, message, fields, doing }: SalesforceError) => ({ code, message, fields, doing });

describe("the error of a REST body", () => {
  test("keeps code, text and fields", () => {
    const body = [{ message: "Duplicate Username.", errorCode: "DUPLICATE_USERNAME", fields: ["Username"] }];
    expect(said(errorOfBody(body, doing))).toEqual({
      code: "DUPLICATE_USERNAME",
      message: "Duplicate Username.",
      fields: ["Username"],
      doing,
    });
  });

  test("with several entries names each with its code, and takes the first code", () => {
    const body = [
      { message: "missing", errorCode: "REQUIRED_FIELD_MISSING", fields: ["Alias"] },
      { message: "too long", errorCode: "STRING_TOO_LONG", fields: ["LastName"] },
    ];
    expect(said(errorOfBody(body, doing))).toEqual({
      code: "REQUIRED_FIELD_MISSING",
      message: "REQUIRED_FIELD_MISSING: missing; STRING_TOO_LONG: too long",
      fields: ["Alias", "LastName"],
      doing,
    });
  });

  test("of a collection has its code under another name", () => {
    expect(said(errorOfBody([{ statusCode: "DUPLICATE_VALUE", message: "twice", fields: [] }], doing))).toMatchObject({
      code: "DUPLICATE_VALUE",
      message: "twice",
    });
  });

  test("may be one object", () => {
    expect(errorOfBody({ errorCode: "NOT_FOUND", message: "no" }, doing).code).toBe("NOT_FOUND");
  });

  test.each([[[]], [null], ["<html>"], [undefined], [[null]]])("that is %j cannot be read", (body) => {
    expect(errorOfBody(body, doing).code).toBe("UNREADABLE_ANSWER");
  });
});

describe("what a library threw", () => {
  test("is taken as it is when it is one of ours already", () => {
    const error = new SalesforceError("NOT_FOUND", "no", "reading");
    expect(toSalesforceError(error, doing)).toBe(error);
  });

  test("by jsforce for a REST error keeps code and fields", () => {
    const thrown = Object.assign(new Error("Duplicate Username."), {
      errorCode: "DUPLICATE_USERNAME",
      data: { fields: ["Username"], message: "Duplicate Username.", errorCode: "DUPLICATE_USERNAME" },
    });
    expect(said(toSalesforceError(thrown, doing))).toMatchObject({ code: "DUPLICATE_USERNAME", fields: ["Username"] });
  });

  test("by jsforce for several REST errors is opened", () => {
    const thrown = Object.assign(new Error("Multiple errors returned."), {
      errorCode: "MULTIPLE_API_ERRORS",
      data: [
        { errorCode: "REQUIRED_FIELD_MISSING", message: "missing", fields: ["Alias"] },
        { errorCode: "STRING_TOO_LONG", message: "too long", fields: [] },
      ],
    });
    expect(said(toSalesforceError(thrown, doing))).toMatchObject({
      code: "REQUIRED_FIELD_MISSING",
      message: "REQUIRED_FIELD_MISSING: missing; STRING_TOO_LONG: too long",
      fields: ["Alias"],
    });
  });

  test("by jsforce for a SOAP fault says its code once and without a namespace", () => {
    const thrown = Object.assign(new Error("INVALID_TYPE: INVALID_TYPE: Unknown type"), {
      errorCode: "sf:INVALID_TYPE",
    });
    expect(said(toSalesforceError(thrown, doing))).toMatchObject({
      code: "INVALID_TYPE",
      message: "INVALID_TYPE: Unknown type",
    });
  });

  test.each([
    ["one level down", Object.assign(new Error("fetch failed"), { cause: { code: "ECONNRESET", message: "reset" } })],
    [
      "two levels down",
      Object.assign(new Error("FetchError"), {
        cause: { message: "fetch failed", cause: { code: "ECONNRESET", message: "reset" } },
      }),
    ],
    ["on top", Object.assign(new Error("reset"), { code: "ECONNRESET" })],
  ])("by undici has its code %s", (_where, thrown) => {
    expect(said(toSalesforceError(thrown, doing))).toMatchObject({ code: "ECONNRESET", message: "reset" });
  });

  test.each([[new Error("odd")], ["odd"], [Object.assign(new Error("odd"), { code: 7 })]])(
    "without any code is a failed transport (%p)",
    (thrown) => {
      expect(said(toSalesforceError(thrown, doing))).toMatchObject({ code: "TRANSPORT_FAILED", message: "odd" });
    },
  );

  test.each([undefined, null])("as %p is a failed transport too", (thrown) => {
    expect(toSalesforceError(thrown, doing).code).toBe("TRANSPORT_FAILED");
  });
});

describe("a failed call is tried again", () => {
  test.each([
    ["UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access", "at-once"],
    ["ECONNREFUSED", "connect", "at-once"],
    ["ENOTFOUND", "getaddrinfo", "at-once"],
    ["REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests (Concurrent API Requests) Limit exceeded.", "at-once"],
    ["ECONNRESET", "socket hang up", "after-looking"],
    ["ETIMEDOUT", "timeout", "after-looking"],
    ["UND_ERR_SOCKET", "other side closed", "after-looking"],
    ["ERROR_HTTP_503", "unavailable", "after-looking"],
    ["SERVER_UNAVAILABLE", "busy", "after-looking"],
    ["UNREADABLE_ANSWER", "cut", "after-looking"],
    ["REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.", "never"],
    ["DUPLICATE_USERNAME", "twice", "never"],
    ["INVALID_SESSION_ID", "Session expired or invalid", "never"],
    ["INSUFFICIENT_ACCESS", "no", "never"],
    ["invalid_grant", "audience is invalid", "never"],
    ["LICENSE_LIMIT_EXCEEDED", "full", "never"],
    ["ERROR_HTTP_404", "Not Found", "never"],
  ])("%s (%s): %s", (code, message, expected) => {
    expect(retryOf(new SalesforceError(code, message, doing))).toBe(expected);
  });
});

test("a page in place of an answer is told without the words of a library", () => {
  const message =
    "HTTP response contains html content.\nCheck that the org exists. See `error.data` for the full html response.";
  const thrown = Object.assign(new Error(message), { errorCode: "ERROR_HTTP_503", data: "<html></html>" });
  expect(toSalesforceError(thrown, "reading")).toMatchObject({
    code: "ERROR_HTTP_503",
    message: "a page came in place of an answer",
  });
});

test.each<[string, boolean]>([
  ["ECONNREFUSED", true],
  ["UND_ERR_SOCKET", true],
  ["ERROR_HTTP_503", true],
  ["REQUEST_LIMIT_EXCEEDED", true],
  ["ERROR_HTTP_404", false],
  ["UNABLE_TO_LOCK_ROW", false],
  ["DUPLICATE_USERNAME", false],
])("%s meets every call of a run: %s", (code, isOfAll) => {
  expect(isOfEveryCall(new SalesforceError(code, "text", "reading"))).toBe(isOfAll);
});
