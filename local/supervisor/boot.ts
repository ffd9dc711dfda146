import { join } from "node:path";
import { Advance } from "../advance/advance.ts";
import { answerClock } from "../advance/clock-door.ts";
import { type Deployment, deploy } from "../assembly/deploy.ts";
import { readAssembly } from "../assembly/read-assembly.ts";
import { inParis, openClock } from "../clock/virtual-clock.ts";
import { ACCOUNT, type Ground, openServices, REGION, type Services } from "../cloud.ts";
import { type Addresses, type LocalConfig, readConfig } from "../config.ts";
import { startConsole } from "../console/start.ts";
import type { ConsoleState } from "../console/state.ts";
import { consoleState } from "../console-state.ts";
import { answerScanner } from "../guardduty/scanner-door.ts";
import { type RunningIssuer, startIssuer } from "../issuer/start.ts";
import { answerFunctions } from "../lambda/functions-door.ts";
import { openStore } from "../store/sqlite-store.ts";
import { openChildren } from "./children.ts";
import { emptyDataDirectory } from "./data-directory.ts";
import type { DoorHandler } from "./door.ts";
import { runFirstBoot } from "./first-boot.ts";
import { takeLock } from "./lock.ts";
import type { Options } from "./options.ts";
import { checkFree, portsFrom } from "./ports.ts";
import { typography } from "./refusal.ts";
import type { Shutdown } from "./shutdown.ts";
import { synthesise } from "./synthesise.ts";

export interface BootParts {
  /** Root of the project that is run. */
  readonly projectDir: string;
  readonly options: Options;
  readonly shutdown: Shutdown;
  /** Tells the person how far the boot has come, in French. */
  readonly say: (line: string) => void;
}

/** Boots the project: synthesis, services, its template, its first acts, the console. Throws a Refusal when it cannot. */
export async function boot({ projectDir, options, shutdown, say }: BootParts): Promise<void> {
  const told = (line: string) => say(typography(line));
  const ports = portsFrom(options.port);
  const addresses = { api: `http://127.0.0.1:${ports.api}`, issuer: `http://127.0.0.1:${ports.issuer}` };
  const config = readConfig(projectDir, addresses);
  const ground = await layGround(projectDir, options, shutdown);
  told(`${config.name} : synthèse du gabarit, démarrage des services…`);
  const [assembly, services, issuer] = await Promise.all([
    synthesis(projectDir, config, ground),
    openServices(ground),
    openIssuer(config, ground),
  ]);
  told("Ressources du gabarit…");
  const partition = { account: ACCOUNT, region: REGION, store: ground.store };
  const deployment = await deploy(readAssembly(assembly), services.catalogue, partition);
  services.due.start();
  for (const line of report(deployment, services)) told(line);
  const { outputs } = deployment;
  await runFirstBoot({ store: ground.store, lambda: services.lambda, outputs }, config.firstBoot);
  const doors = doorsOf(config, addresses, ground, deployment);
  const { clock } = ground;
  const advance = new Advance({ ...services, clock, tell: (instant) => issuer?.moveClock(instant) });
  await openConsole(config, doors, ground, { services, deployment, advance });
  shutdown.add(() => advance.stop());
  for (const line of readyLines(config, doors, ground)) told(line);
}

async function layGround(projectDir: string, options: Options, shutdown: Shutdown): Promise<Ground> {
  const dataDir = join(projectDir, ".guichet");
  shutdown.add(takeLock(dataDir));
  if (options.reset) emptyDataDirectory(dataDir);
  const ports = portsFrom(options.port);
  await checkFree(ports);
  const store = openStore(dataDir);
  shutdown.add(() => store.close());
  const clock = openClock(store, options.at);
  shutdown.add(() => clock.close());
  const children = openChildren();
  shutdown.add(() => children.stopAll());
  return { dataDir, ports, clock, store, children, shutdown };
}

async function synthesis(projectDir: string, { app, context }: LocalConfig, ground: Ground): Promise<string> {
  const outDir = join(ground.dataDir, "cdk.out");
  await synthesise(ground.children, { projectDir, app, context, account: ACCOUNT, region: REGION, outDir });
  return outDir;
}

async function openIssuer(
  config: LocalConfig,
  { ports, dataDir, ...ground }: Ground,
): Promise<RunningIssuer | undefined> {
  const { accounts, clients, scopes, audience } = config;
  if (audience === undefined) return undefined;
  const issuer = await startIssuer(ground, { port: ports.issuer, dataDir, accounts, clients, audience, scopes });
  ground.shutdown.add(() => issuer.close());
  return issuer;
}

type Doors = ConsoleState["addresses"];

/** What a person may open or call, with its name. */
function doorsOf(config: LocalConfig, { issuer }: Addresses, { ports }: Ground, { resources }: Deployment): Doors {
  const apis = resources.flatMap(({ physical }) => physical.attributes.ApiEndpoint ?? []);
  return [
    ...apis.map((url) => ({ label: "API", url })),
    ...(config.audience === undefined ? [] : [{ label: "Serveur d'identité", url: issuer }]),
    { label: "Console", url: `http://127.0.0.1:${ports.console}` },
    { label: "Point d'accès AWS", url: `http://127.0.0.1:${ports.aws}` },
  ];
}

async function openConsole(
  { name }: LocalConfig,
  addresses: Doors,
  { ports, clock, shutdown }: Ground,
  shown: { readonly services: Services; readonly deployment: Deployment; readonly advance: Advance },
): Promise<void> {
  const state = () => consoleState({ name, addresses, ...shown });
  const { inbox } = shown.services.messaging.ses;
  const { executions } = shown.services.machines.runner;
  const { scans } = shown.services.guardduty;
  const posts: Record<string, DoorHandler> = {
    "/clock": (request, response) => answerClock(shown.advance, request, response),
    "/functions": (request, response) => answerFunctions(shown.services.lambda, request, response),
    "/scanner": (request, response) => answerScanner(scans, request, response),
  };
  const needs = () => shown.services.iam.needs();
  const door = await startConsole({ port: ports.console, clock, state, inbox, executions, needs, posts });
  shutdown.add(() => door.close());
}

function report({ resources, removed }: Deployment, { guardduty }: Services): readonly string[] {
  const inert = resources.filter((resource) => resource.inert !== undefined).length;
  return [
    `${resources.length - inert} ressources jouées, ${inert} sans effet ici (la console dit pourquoi).`,
    ...(guardduty.plans.list().length === 0 ? [] : [`Analyse antivirus : ${guardduty.scanner.name}.`]),
    ...removed.map((id) => `Le gabarit ne déclare plus ${id} : ses données restent dans .guichet/.`),
  ];
}

function readyLines({ name, readyMessage }: LocalConfig, doors: Doors, { clock }: Ground): readonly string[] {
  return [
    `Prêt : ${name}`,
    ...doors.map(({ label, url }) => `  ${label.padEnd(20)}${url}`),
    `  ${"Horloge".padEnd(20)}${inParis(clock.now())}`,
    ...(readyMessage === undefined ? [] : [readyMessage]),
    "Ctrl-C arrête tout.",
  ];
}
