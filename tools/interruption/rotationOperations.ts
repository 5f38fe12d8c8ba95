/**
 * The operations of a rotation by blue/green: runs of Pulumi, and those of `connector` between them. Each starts from what
 * the one before it has left, but for the step back.
 */
import { atFirst, type Operation } from "./operation.ts";
import { stackName } from "./stack.ts";
import type { World } from "./world.ts";

const blue = "WxCC - SCV";
const green = "WxCC - SCV 2";
const rotation = { strategy: "blueGreen" };
const first = { ...atFirst, rotation, certificate: { generation: 1 } };
const second = { ...atFirst, rotation, certificate: { generation: 2 } };

const confirm = (keyFile: string) => ["confirm", "--stack", stackName, "--key", keyFile];
const move = ["move", "--from", blue, "--to", green, "--unproved-api", "--write"];
const undo = [...move, "--undo"];

async function succeeded({ ended }: ReturnType<World["operate"]>): Promise<void> {
  const { exitCode, output } = await ended;
  if (exitCode !== 0) throw new Error(output);
}

/** Somebody types the connector of the newest app in Control Hub, and has its key in a file. */
async function makeConnector(world: World, keyFile: string): Promise<void> {
  const typed = await world.handOff();
  await world.tenant.saveConnector(typed);
  await world.stack.write(keyFile, typed.privateKey);
}

/** A first app, whose connector all flows use. */
async function setUp(world: World): Promise<void> {
  await world.stack.declare(first);
  await succeeded(world.stack.start(["up", "--yes", "--skip-preview"]));
  await makeConnector(world, "first.pem");
  world.tenant.useConnector(blue);
  await succeeded(world.operate(["connector", ...confirm("first.pem")]));
}

const usual = { more: [], declared: second, isAdoption: false, handsBack: false, hasCalls: true } as const;

export const rotationOperations: readonly Operation[] = [
  { ...usual, name: "second-app", title: "blue/green: a second app is made", command: "up", before: setUp },
  {
    ...usual,
    name: "confirm",
    title: "`connector confirm` of the new key",
    command: "connector",
    more: confirm("second.pem"),
    before: (world) => makeConnector(world, "second.pem"),
  },
  { ...usual, name: "move", title: "`connector move`", command: "connector", more: move, wayBack: undo },
  {
    ...usual,
    name: "flows-moved",
    title: "`connector confirm --flows-moved`",
    command: "connector",
    more: ["confirm", "--stack", stackName, "--flows-moved"],
  },
  { ...usual, name: "close", title: "blue/green: the first app is closed", command: "up" },
  { ...usual, name: "remove", title: "blue/green: the first app is removed", command: "up" },
  {
    ...usual,
    name: "step-back",
    title: "blue/green: one step back",
    command: "up",
    declared: { ...second, certificate: { generation: 2, activeGeneration: 1 } },
    startsAs: "remove",
    before: ({ stack }) => succeeded(stack.start(["config", "set", "movedFlows", "1"])),
  },
  { ...usual, name: "undo", title: "`connector move --undo`", command: "connector", more: undo, wayBack: move },
];
