// Makes a file the comment of this change: node comment.mjs FILE. The first line of the file is a marker, by which the
// comment of an earlier run is found and edited in place.
import { readFile } from "node:fs/promises";
import { comments } from "./forge.mjs";

const text = await readFile(process.argv[2], "utf8");
const [marker] = text.split("\n", 1);
const before = (await comments.list()).find(({ body }) => body.startsWith(marker));
if (before) await comments.edit(before.id, text);
else await comments.add(text);
