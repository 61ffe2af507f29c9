"use strict";
var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(
  // If the importer is in node compatibility mode or this is not an ESM
  // file that has been converted to a CommonJS file using a Babel-
  // compatible transform (i.e. "__esModule" has not been set), then set
  // "default" to the CommonJS "module.exports" for node compatibility.
  isNodeMode || !mod || !mod.__esModule ? __defProp(target, "default", { value: mod, enumerable: true }) : target,
  mod
));

// node_modules/@actions/core/lib/command.js
var os = __toESM(require("os"), 1);

// node_modules/@actions/core/lib/utils.js
function toCommandValue(input) {
  if (input === null || input === void 0) {
    return "";
  } else if (typeof input === "string" || input instanceof String) {
    return input;
  }
  return JSON.stringify(input);
}
function toCommandProperties(annotationProperties) {
  if (!Object.keys(annotationProperties).length) {
    return {};
  }
  return {
    title: annotationProperties.title,
    file: annotationProperties.file,
    line: annotationProperties.startLine,
    endLine: annotationProperties.endLine,
    col: annotationProperties.startColumn,
    endColumn: annotationProperties.endColumn
  };
}

// node_modules/@actions/core/lib/command.js
function issueCommand(command, properties, message) {
  const cmd = new Command(command, properties, message);
  process.stdout.write(cmd.toString() + os.EOL);
}
var CMD_STRING = "::";
var Command = class {
  constructor(command, properties, message) {
    if (!command) {
      command = "missing.command";
    }
    this.command = command;
    this.properties = properties;
    this.message = message;
  }
  toString() {
    let cmdStr = CMD_STRING + this.command;
    if (this.properties && Object.keys(this.properties).length > 0) {
      cmdStr += " ";
      let first = true;
      for (const key in this.properties) {
        if (this.properties.hasOwnProperty(key)) {
          const val = this.properties[key];
          if (val) {
            if (first) {
              first = false;
            } else {
              cmdStr += ",";
            }
            cmdStr += `${key}=${escapeProperty(val)}`;
          }
        }
      }
    }
    cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
    return cmdStr;
  }
};
function escapeData(s) {
  return toCommandValue(s).replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
}
function escapeProperty(s) {
  return toCommandValue(s).replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A").replace(/:/g, "%3A").replace(/,/g, "%2C");
}

// node_modules/@actions/core/lib/file-command.js
var crypto = __toESM(require("crypto"), 1);
var fs = __toESM(require("fs"), 1);
var os2 = __toESM(require("os"), 1);
function issueFileCommand(command, message) {
  const filePath = process.env[`GITHUB_${command}`];
  if (!filePath) {
    throw new Error(`Unable to find environment variable for file command ${command}`);
  }
  if (!fs.existsSync(filePath)) {
    throw new Error(`Missing file at path: ${filePath}`);
  }
  fs.appendFileSync(filePath, `${toCommandValue(message)}${os2.EOL}`, {
    encoding: "utf8"
  });
}
function prepareKeyValueMessage(key, value) {
  const delimiter = `ghadelimiter_${crypto.randomUUID()}`;
  const convertedValue = toCommandValue(value);
  if (key.includes(delimiter)) {
    throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
  }
  if (convertedValue.includes(delimiter)) {
    throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
  }
  return `${key}<<${delimiter}${os2.EOL}${convertedValue}${os2.EOL}${delimiter}`;
}

// node_modules/@actions/core/lib/core.js
var os4 = __toESM(require("os"), 1);

// node_modules/@actions/core/lib/summary.js
var import_os = require("os");
var import_fs = require("fs");
var __awaiter = function(thisArg, _arguments, P, generator) {
  function adopt(value) {
    return value instanceof P ? value : new P(function(resolve) {
      resolve(value);
    });
  }
  return new (P || (P = Promise))(function(resolve, reject) {
    function fulfilled(value) {
      try {
        step(generator.next(value));
      } catch (e) {
        reject(e);
      }
    }
    function rejected(value) {
      try {
        step(generator["throw"](value));
      } catch (e) {
        reject(e);
      }
    }
    function step(result) {
      result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected);
    }
    step((generator = generator.apply(thisArg, _arguments || [])).next());
  });
};
var { access, appendFile, writeFile } = import_fs.promises;
var SUMMARY_ENV_VAR = "GITHUB_STEP_SUMMARY";
var Summary = class {
  constructor() {
    this._buffer = "";
  }
  /**
   * Finds the summary file path from the environment, rejects if env var is not found or file does not exist
   * Also checks r/w permissions.
   *
   * @returns step summary file path
   */
  filePath() {
    return __awaiter(this, void 0, void 0, function* () {
      if (this._filePath) {
        return this._filePath;
      }
      const pathFromEnv = process.env[SUMMARY_ENV_VAR];
      if (!pathFromEnv) {
        throw new Error(`Unable to find environment variable for $${SUMMARY_ENV_VAR}. Check if your runtime environment supports job summaries.`);
      }
      try {
        yield access(pathFromEnv, import_fs.constants.R_OK | import_fs.constants.W_OK);
      } catch (_a) {
        throw new Error(`Unable to access summary file: '${pathFromEnv}'. Check if the file has correct read/write permissions.`);
      }
      this._filePath = pathFromEnv;
      return this._filePath;
    });
  }
  /**
   * Wraps content in an HTML tag, adding any HTML attributes
   *
   * @param {string} tag HTML tag to wrap
   * @param {string | null} content content within the tag
   * @param {[attribute: string]: string} attrs key-value list of HTML attributes to add
   *
   * @returns {string} content wrapped in HTML element
   */
  wrap(tag, content, attrs = {}) {
    const htmlAttrs = Object.entries(attrs).map(([key, value]) => ` ${key}="${value}"`).join("");
    if (!content) {
      return `<${tag}${htmlAttrs}>`;
    }
    return `<${tag}${htmlAttrs}>${content}</${tag}>`;
  }
  /**
   * Writes text in the buffer to the summary buffer file and empties buffer. Will append by default.
   *
   * @param {SummaryWriteOptions} [options] (optional) options for write operation
   *
   * @returns {Promise<Summary>} summary instance
   */
  write(options) {
    return __awaiter(this, void 0, void 0, function* () {
      const overwrite = !!(options === null || options === void 0 ? void 0 : options.overwrite);
      const filePath = yield this.filePath();
      const writeFunc = overwrite ? writeFile : appendFile;
      yield writeFunc(filePath, this._buffer, { encoding: "utf8" });
      return this.emptyBuffer();
    });
  }
  /**
   * Clears the summary buffer and wipes the summary file
   *
   * @returns {Summary} summary instance
   */
  clear() {
    return __awaiter(this, void 0, void 0, function* () {
      return this.emptyBuffer().write({ overwrite: true });
    });
  }
  /**
   * Returns the current summary buffer as a string
   *
   * @returns {string} string of summary buffer
   */
  stringify() {
    return this._buffer;
  }
  /**
   * If the summary buffer is empty
   *
   * @returns {boolen} true if the buffer is empty
   */
  isEmptyBuffer() {
    return this._buffer.length === 0;
  }
  /**
   * Resets the summary buffer without writing to summary file
   *
   * @returns {Summary} summary instance
   */
  emptyBuffer() {
    this._buffer = "";
    return this;
  }
  /**
   * Adds raw text to the summary buffer
   *
   * @param {string} text content to add
   * @param {boolean} [addEOL=false] (optional) append an EOL to the raw text (default: false)
   *
   * @returns {Summary} summary instance
   */
  addRaw(text, addEOL = false) {
    this._buffer += text;
    return addEOL ? this.addEOL() : this;
  }
  /**
   * Adds the operating system-specific end-of-line marker to the buffer
   *
   * @returns {Summary} summary instance
   */
  addEOL() {
    return this.addRaw(import_os.EOL);
  }
  /**
   * Adds an HTML codeblock to the summary buffer
   *
   * @param {string} code content to render within fenced code block
   * @param {string} lang (optional) language to syntax highlight code
   *
   * @returns {Summary} summary instance
   */
  addCodeBlock(code, lang) {
    const attrs = Object.assign({}, lang && { lang });
    const element = this.wrap("pre", this.wrap("code", code), attrs);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML list to the summary buffer
   *
   * @param {string[]} items list of items to render
   * @param {boolean} [ordered=false] (optional) if the rendered list should be ordered or not (default: false)
   *
   * @returns {Summary} summary instance
   */
  addList(items, ordered = false) {
    const tag = ordered ? "ol" : "ul";
    const listItems = items.map((item) => this.wrap("li", item)).join("");
    const element = this.wrap(tag, listItems);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML table to the summary buffer
   *
   * @param {SummaryTableCell[]} rows table rows
   *
   * @returns {Summary} summary instance
   */
  addTable(rows) {
    const tableBody = rows.map((row) => {
      const cells = row.map((cell) => {
        if (typeof cell === "string") {
          return this.wrap("td", cell);
        }
        const { header, data, colspan, rowspan } = cell;
        const tag = header ? "th" : "td";
        const attrs = Object.assign(Object.assign({}, colspan && { colspan }), rowspan && { rowspan });
        return this.wrap(tag, data, attrs);
      }).join("");
      return this.wrap("tr", cells);
    }).join("");
    const element = this.wrap("table", tableBody);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds a collapsable HTML details element to the summary buffer
   *
   * @param {string} label text for the closed state
   * @param {string} content collapsable content
   *
   * @returns {Summary} summary instance
   */
  addDetails(label, content) {
    const element = this.wrap("details", this.wrap("summary", label) + content);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML image tag to the summary buffer
   *
   * @param {string} src path to the image you to embed
   * @param {string} alt text description of the image
   * @param {SummaryImageOptions} options (optional) addition image attributes
   *
   * @returns {Summary} summary instance
   */
  addImage(src, alt, options) {
    const { width, height } = options || {};
    const attrs = Object.assign(Object.assign({}, width && { width }), height && { height });
    const element = this.wrap("img", null, Object.assign({ src, alt }, attrs));
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML section heading element
   *
   * @param {string} text heading text
   * @param {number | string} [level=1] (optional) the heading level, default: 1
   *
   * @returns {Summary} summary instance
   */
  addHeading(text, level) {
    const tag = `h${level}`;
    const allowedTag = ["h1", "h2", "h3", "h4", "h5", "h6"].includes(tag) ? tag : "h1";
    const element = this.wrap(allowedTag, text);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML thematic break (<hr>) to the summary buffer
   *
   * @returns {Summary} summary instance
   */
  addSeparator() {
    const element = this.wrap("hr", null);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML line break (<br>) to the summary buffer
   *
   * @returns {Summary} summary instance
   */
  addBreak() {
    const element = this.wrap("br", null);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML blockquote to the summary buffer
   *
   * @param {string} text quote text
   * @param {string} cite (optional) citation url
   *
   * @returns {Summary} summary instance
   */
  addQuote(text, cite) {
    const attrs = Object.assign({}, cite && { cite });
    const element = this.wrap("blockquote", text, attrs);
    return this.addRaw(element).addEOL();
  }
  /**
   * Adds an HTML anchor tag to the summary buffer
   *
   * @param {string} text link text/content
   * @param {string} href hyperlink
   *
   * @returns {Summary} summary instance
   */
  addLink(text, href) {
    const element = this.wrap("a", text, { href });
    return this.addRaw(element).addEOL();
  }
};
var _summary = new Summary();
var summary = _summary;

// node_modules/@actions/core/lib/platform.js
var import_os2 = __toESM(require("os"), 1);

// node_modules/@actions/io/lib/io-util.js
var fs2 = __toESM(require("fs"), 1);
var { chmod, copyFile, lstat, mkdir, open, readdir, rename, rm, rmdir, stat, symlink, unlink } = fs2.promises;
var IS_WINDOWS = process.platform === "win32";
var READONLY = fs2.constants.O_RDONLY;

// node_modules/@actions/exec/lib/toolrunner.js
var IS_WINDOWS2 = process.platform === "win32";

// node_modules/@actions/core/lib/platform.js
var platform = import_os2.default.platform();
var arch = import_os2.default.arch();

// node_modules/@actions/core/lib/core.js
var ExitCode;
(function(ExitCode2) {
  ExitCode2[ExitCode2["Success"] = 0] = "Success";
  ExitCode2[ExitCode2["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
function getInput(name, options) {
  const val = process.env[`INPUT_${name.replace(/ /g, "_").toUpperCase()}`] || "";
  if (options && options.required && !val) {
    throw new Error(`Input required and not supplied: ${name}`);
  }
  if (options && options.trimWhitespace === false) {
    return val;
  }
  return val.trim();
}
function setOutput(name, value) {
  const filePath = process.env["GITHUB_OUTPUT"] || "";
  if (filePath) {
    return issueFileCommand("OUTPUT", prepareKeyValueMessage(name, value));
  }
  process.stdout.write(os4.EOL);
  issueCommand("set-output", { name }, toCommandValue(value));
}
function error(message, properties = {}) {
  issueCommand("error", toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
function info(message) {
  process.stdout.write(message + os4.EOL);
}

// .github/actions/health-check/src/main.ts
var import_node_fs = require("node:fs");

// .github/actions/health-check/src/inputs.ts
var import_node_path = require("node:path");

// .github/actions/health-check/src/settings.ts
function revertRules({ rules, revertDeadlineSeconds }) {
  return { ...rules, warmUpSeconds: 0, deadlineSeconds: revertDeadlineSeconds };
}

// .github/actions/health-check/src/bounds.ts
function boundsOf(settings) {
  return {
    detectSeconds: detectSeconds(settings.rules),
    revertSeconds: settings.revertAttempts * settings.revertTimeoutSeconds + settings.revertDeadlineSeconds
  };
}
function detectSeconds(rules) {
  const stepSeconds = Math.max(rules.intervalSeconds, rules.probeTimeoutSeconds);
  return rules.warmUpSeconds + (rules.failureBudget + rules.errorBudget) * stepSeconds + rules.probeTimeoutSeconds;
}
function passSeconds(rules) {
  return rules.warmUpSeconds + (Math.max(rules.minimumSamples, rules.consecutiveSuccesses) - 1) * rules.intervalSeconds;
}
function boundFaults(settings) {
  const { rules } = settings;
  const cases = [
    [
      passSeconds(rules) >= rules.deadlineSeconds,
      `deadline-seconds ${rules.deadlineSeconds} is too short: a healthy target passes after ${passSeconds(rules)} s at the earliest`
    ],
    [
      detectSeconds(rules) > rules.deadlineSeconds,
      `deadline-seconds ${rules.deadlineSeconds} is too short: a dead target may take ${detectSeconds(rules)} s to be found`
    ],
    [
      passSeconds(revertRules(settings)) >= settings.revertDeadlineSeconds,
      `revert-deadline-seconds ${settings.revertDeadlineSeconds} is too short: verifying takes ${passSeconds(revertRules(settings))} s at the least`
    ]
  ];
  return cases.flatMap(([fails, message]) => fails ? [message] : []);
}

// .github/actions/health-check/src/inputs.ts
var InputError = class extends Error {
  faults;
  constructor(faults) {
    super(`Inputs that cannot be used:
${faults.map((fault) => `- ${fault}`).join("\n")}`);
    this.name = "InputError";
    this.faults = faults;
  }
};
function readInputs() {
  const faults = [];
  const settings = readAll(faults);
  if (faults.length === 0) faults.push(...boundFaults(settings));
  if (faults.length > 0) throw new InputError(faults);
  return settings;
}
function readAll(faults) {
  const phase = readName("phase", /^[a-z][a-z0-9-]*$/, faults);
  const target = readName("target", /^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*$/, faults);
  const number = (name, least) => readNumber(name, least, faults);
  const count = (name, least) => readCount(name, least, faults);
  const command = (name) => readCommand(name, { phase, target }, faults);
  return {
    phase,
    target,
    probe: command("probe-command"),
    revert: command("revert-command"),
    revertProbe: command("revert-probe-command"),
    rules: {
      warmUpSeconds: number("warm-up-seconds", 0),
      intervalSeconds: number("interval-seconds", 0),
      probeTimeoutSeconds: number("probe-timeout-seconds", 0.1),
      minimumSamples: count("minimum-samples", 1),
      consecutiveSuccesses: count("consecutive-successes", 1),
      failureBudget: count("failure-budget", 0),
      errorBudget: count("error-budget", 0),
      deadlineSeconds: number("deadline-seconds", 0)
    },
    onInconclusive: readPolicy("on-inconclusive", faults),
    onError: readPolicy("on-error", faults),
    revertTimeoutSeconds: number("revert-timeout-seconds", 0.1),
    revertAttempts: count("revert-attempts", 1),
    revertDeadlineSeconds: number("revert-deadline-seconds", 0),
    reportPath: (0, import_node_path.join)(process.env["RUNNER_TEMP"] ?? ".", `health-check-${phase}.json`)
  };
}
function readName(name, shape, faults) {
  const value = getInput(name);
  if (!shape.test(value)) faults.push(`${name}: "${value}" is not of the form ${shape.source}`);
  return value;
}
function readNumber(name, least, faults) {
  const text = getInput(name);
  const value = text === "" ? Number.NaN : Number(text);
  if (!Number.isFinite(value) || value < least)
    faults.push(`${name}: "${text}" is not a number from ${least} up`);
  return value;
}
function readCount(name, least, faults) {
  const text = getInput(name);
  const value = text === "" ? Number.NaN : Number(text);
  if (!Number.isSafeInteger(value) || value < least) {
    faults.push(`${name}: "${text}" is not a whole number from ${least} up`);
  }
  return value;
}
function readPolicy(name, faults) {
  const value = getInput(name);
  if (value === "hold" || value === "revert") return value;
  faults.push(`${name}: "${value}" is neither hold nor revert`);
  return "hold";
}
function readCommand(name, values, faults) {
  const [program, ...args] = jsonStrings(getInput(name));
  if (program === void 0 || program === "") {
    faults.push(`${name}: expected a JSON array of strings, ["program", "argument"]`);
    return [""];
  }
  const fill = (text) => text.replaceAll("{phase}", values.phase).replaceAll("{target}", values.target);
  return [fill(program), ...args.map(fill)];
}
function jsonStrings(text) {
  try {
    const value = JSON.parse(text);
    return Array.isArray(value) && value.every((item) => typeof item === "string") ? value : [];
  } catch {
    return [];
  }
}

// .github/actions/health-check/src/child.ts
var import_node_child_process = require("node:child_process");
var MAX_OUTPUT_BYTES = 1024 * 1024;
async function runChild([program, ...args], options) {
  const startedAt = performance.now();
  if (options.signal.aborted) return { exitCode: null, timedOut: false, stdout: "", durationMs: 0 };
  const child = (0, import_node_child_process.spawn)(program, args, { stdio: ["ignore", "pipe", "pipe"], detached: true });
  const killed = { byTimeout: false };
  const timer = setTimeout(() => {
    killed.byTimeout = true;
    killGroup(child);
  }, options.timeoutMs);
  const onAbort = () => killGroup(child);
  options.signal.addEventListener("abort", onAbort);
  const stdout = collectOutput(child, options);
  try {
    const end = await ended(child);
    return { ...end, timedOut: killed.byTimeout, stdout: stdout(), durationMs: performance.now() - startedAt };
  } finally {
    clearTimeout(timer);
    options.signal.removeEventListener("abort", onAbort);
  }
}
function ended(child) {
  return new Promise((resolve) => {
    child.once("error", (error2) => resolve({ exitCode: null, startError: error2.message }));
    child.once("exit", () => killGroup(child));
    child.once("close", (exitCode) => resolve({ exitCode }));
  });
}
function collectOutput(child, { onLine, echoStdout }) {
  let stdout = "";
  child.stdout?.setEncoding("utf8").on("data", (text) => {
    stdout = (stdout + text).slice(0, MAX_OUTPUT_BYTES);
    if (echoStdout) printLines(text, onLine);
  });
  child.stderr?.setEncoding("utf8").on("data", (text) => printLines(text, onLine));
  return () => stdout;
}
function printLines(text, onLine) {
  for (const line of text.split("\n")) if (line !== "") onLine(line);
}
function killGroup(child) {
  if (child.pid === void 0) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
  }
}

// .github/actions/health-check/src/watch.ts
var import_promises = require("node:timers/promises");

// .github/actions/health-check/src/judge.ts
function judge(samples, rules) {
  const count = (verdict) => samples.filter((sample) => sample.verdict === verdict).length;
  if (count("fail") > rules.failureBudget) return "fail";
  if (count("error") > rules.errorBudget) return "error";
  const enough = count("pass") + count("fail") >= rules.minimumSamples;
  const tail = samples.slice(-rules.consecutiveSuccesses);
  const steady = tail.length === rules.consecutiveSuccesses && tail.every(({ verdict }) => verdict === "pass");
  return enough && steady ? "pass" : void 0;
}
function judgeAtDeadline(samples) {
  return samples.every(({ verdict }) => verdict === "error") ? "error" : "inconclusive";
}

// .github/actions/health-check/src/sample.ts
var EXIT_OF_VERDICT = { pass: 0, fail: 4, inconclusive: 9 };
var MAX_DETAIL = 300;
async function takeSample(probe, options) {
  const result = await runChild(probe, options);
  return { durationSeconds: result.durationMs / 1e3, ...verdictOf(result) };
}
function verdictOf(result) {
  if (result.timedOut) return { verdict: "error", detail: "the probe took too long and was killed" };
  if (result.startError !== void 0)
    return { verdict: "error", detail: `cannot start it: ${result.startError}` };
  const answer = parseAnswer(result.stdout);
  if (answer === void 0) {
    return { verdict: "error", detail: `exit ${String(result.exitCode)}, no JSON object with a verdict` };
  }
  const expected = EXIT_OF_VERDICT[answer.verdict];
  if (result.exitCode !== expected) {
    const detail = `says ${answer.verdict} but exits with ${String(result.exitCode)}, not ${expected}`;
    return { verdict: "error", detail };
  }
  return answer;
}
function parseAnswer(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return void 0;
  }
  if (typeof value !== "object" || value === null || !("verdict" in value)) return void 0;
  const { verdict } = value;
  if (verdict !== "pass" && verdict !== "fail" && verdict !== "inconclusive") return void 0;
  return { verdict, detail: detailOf(value).slice(0, MAX_DETAIL) };
}
function detailOf(answer) {
  if (!("findings" in answer) || !Array.isArray(answer.findings)) return "";
  const findings = answer.findings;
  return findings.flatMap((finding) => {
    if (typeof finding !== "object" || finding === null) return [];
    if ("outcome" in finding && finding.outcome === "pass") return [];
    return "detail" in finding && typeof finding.detail === "string" ? [finding.detail] : [];
  }).join("; ");
}

// .github/actions/health-check/src/watch.ts
async function watch(probe, rules, options) {
  const startedAt = performance.now();
  const seconds = () => (performance.now() - startedAt) / 1e3;
  const samples = [];
  await pause(Math.min(rules.warmUpSeconds, rules.deadlineSeconds), options.signal);
  while (!isAborted(options.signal) && seconds() < rules.deadlineSeconds) {
    const atSeconds = seconds();
    const left = rules.deadlineSeconds - atSeconds;
    const timeoutMs = Math.min(rules.probeTimeoutSeconds, left) * 1e3;
    const taken = await takeSample(probe, { ...options, timeoutMs });
    if (isAborted(options.signal) || seconds() >= rules.deadlineSeconds && taken.verdict === "error") break;
    const sample = { atSeconds, ...taken };
    samples.push(sample);
    options.onLine(sampleLine(sample, samples.length));
    const verdict2 = judge(samples, rules);
    if (verdict2) return { verdict: verdict2, samples, seconds: seconds() };
    const next = atSeconds + rules.intervalSeconds;
    await pause(Math.min(next, rules.deadlineSeconds) - seconds(), options.signal);
  }
  const verdict = options.signal.aborted ? "error" : judgeAtDeadline(samples);
  return { verdict, samples, seconds: seconds() };
}
function sampleLine({ atSeconds, durationSeconds, verdict, detail }, number) {
  const at = `${atSeconds.toFixed(1)} s`;
  return `sample ${number} at ${at}: ${verdict} in ${durationSeconds.toFixed(2)} s${detail === "" ? "" : ` (${detail})`}`;
}
function isAborted(signal) {
  return signal.aborted;
}
async function pause(seconds, signal) {
  if (seconds <= 0) return;
  await (0, import_promises.setTimeout)(seconds * 1e3, void 0, { signal }).catch((error2) => {
    if (!signal.aborted) throw error2;
  });
}

// .github/actions/health-check/src/run.ts
async function run(settings, options) {
  const { phase, target } = settings;
  const bounds = boundsOf(settings);
  options.onLine(`a dead target is found after at most ${bounds.detectSeconds} s`);
  options.onLine(`the revert, with its verification, takes at most ${bounds.revertSeconds} s more`);
  const watched = await watch(settings.probe, settings.rules, options);
  options.onLine(`verdict: ${watched.verdict} after ${watched.seconds.toFixed(1)} s`);
  const base = { v: 1, phase, target, verdict: watched.verdict, bounds, watched };
  if (watched.verdict === "pass") return { ...base, outcome: "promoted" };
  if (options.signal.aborted || !mustRevert(watched.verdict, settings)) return { ...base, outcome: "held" };
  const revert = await revertAndVerify(settings, options);
  return { ...base, outcome: revert.verified?.verdict === "pass" ? "reverted" : "revert-failed", revert };
}
function mustRevert(verdict, { onInconclusive, onError }) {
  if (verdict === "inconclusive") return onInconclusive === "revert";
  if (verdict === "error") return onError === "revert";
  return verdict === "fail";
}
async function revertAndVerify(settings, options) {
  const startedAt = performance.now();
  const seconds = () => (performance.now() - startedAt) / 1e3;
  const attempts = [];
  while (attempts.length < settings.revertAttempts && !options.signal.aborted) {
    const attempt = await revertOnce(settings, options);
    attempts.push(attempt);
    if (attempt.exitCode === 0) {
      const verified = await watch(settings.revertProbe, revertRules(settings), options);
      options.onLine(`after the revert: ${verified.verdict} after ${verified.seconds.toFixed(1)} s`);
      return { attempts, verified, seconds: seconds() };
    }
  }
  return { attempts, seconds: seconds() };
}
async function revertOnce(settings, options) {
  options.onLine(`reverting: ${settings.revert.join(" ")}`);
  const timeoutMs = settings.revertTimeoutSeconds * 1e3;
  const result = await runChild(settings.revert, { ...options, timeoutMs, echoStdout: true });
  const how = result.timedOut ? "took too long and was killed" : `exit ${String(result.exitCode)}`;
  options.onLine(`revert: ${how}`);
  return {
    exitCode: result.exitCode,
    timedOut: result.timedOut,
    seconds: result.durationMs / 1e3,
    ...result.startError !== void 0 && { error: result.startError }
  };
}

// .github/actions/health-check/src/summary.ts
var SIGNS = { pass: "🟩", fail: "🟥", inconclusive: "⬜", error: "🟨" };
var OUTCOMES = {
  promoted: "healthy: it stays cut over",
  reverted: "reverted: the side that served before serves again, and passed the same probes",
  "revert-failed": "THE REVERT FAILED: a person must look now",
  held: "held for a person: it stays cut over"
};
var LINE = 40;
function summaryOf(report) {
  const { phase, target, watched, revert, bounds } = report;
  return [
    `## Health of ${phase} ${target}: ${report.verdict}`,
    `**${OUTCOMES[report.outcome]}**`,
    `Decided after ${watched.seconds.toFixed(1)} s; a dead target is found after at most ${bounds.detectSeconds} s, and a revert takes at most ${bounds.revertSeconds} s.`,
    seriesOf("After the cutover", watched),
    ...revert ? [revertText(revert)] : [],
    ...revert?.verified ? [seriesOf("After the revert", revert.verified)] : [],
    `<sub>${SIGNS.pass} pass ${SIGNS.fail} fail ${SIGNS.inconclusive} inconclusive ${SIGNS.error} not measured</sub>`
  ].join("\n\n");
}
function revertText({ attempts, seconds }) {
  const ends = attempts.map(
    ({ exitCode, timedOut }) => timedOut ? "killed at its timeout" : `exit ${String(exitCode)}`
  );
  return `Revert: ${ends.join(", ")}; ${seconds.toFixed(1)} s with its verification.`;
}
function seriesOf(title, { samples }) {
  const lines = [];
  for (let at = 0; at < samples.length; at += LINE) {
    lines.push(
      samples.slice(at, at + LINE).map(({ verdict }) => SIGNS[verdict]).join("")
    );
  }
  return [`### ${title}`, lines.join("<br>"), ...lastBad(samples)].join("\n\n");
}
function lastBad(samples) {
  const bad = samples.findLast(({ verdict, detail: detail2 }) => verdict !== "pass" && detail2 !== "");
  if (!bad) return [];
  const detail = bad.detail.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll("\n", " ");
  return [`Last ${bad.verdict}, at ${bad.atSeconds.toFixed(1)} s: <code>${detail}</code>`];
}

// .github/actions/health-check/src/main.ts
var EXIT = { promoted: 0, reverted: 7, "revert-failed": 8, held: 9 };
var EXIT_BUG = 1;
var EXIT_USAGE = 2;
async function main() {
  const settings = readInputs();
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => stop.abort());
  const report = await run(settings, { signal: stop.signal, onLine: (line) => info(line) });
  await publish(report, settings);
}
async function publish(report, { reportPath, phase, target }) {
  process.exitCode = EXIT[report.outcome];
  if (report.outcome !== "promoted") error(`${phase} ${target}: ${report.verdict}, ${report.outcome}`);
  setOutput("verdict", report.verdict);
  setOutput("outcome", report.outcome);
  setOutput("reverted", report.outcome === "reverted");
  setOutput("samples", report.watched.samples.length);
  (0, import_node_fs.writeFileSync)(reportPath, `${JSON.stringify(report, null, 2)}
`);
  setOutput("report", reportPath);
  await summary.addRaw(summaryOf(report), true).write();
}
main().catch((error2) => {
  error(error2 instanceof Error ? error2 : String(error2));
  process.exitCode = error2 instanceof InputError ? EXIT_USAGE : process.exitCode ? process.exitCode : EXIT_BUG;
});
