import { describe, expect, test } from "@jest/globals";
import { App, Stack, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks } from "cdk-nag";
import { ClassKey } from "../../infra/constructs/key.ts";
import { Workflow, workflowKeyUse } from "../../infra/constructs/workflow.ts";
import { evaluate } from "../../local/iam/simulate.ts";
import { account, type Cloud, emptyDirectory, ofType, readCloud } from "./support/cloud.ts";
import { listed, rolesOf } from "./support/policies.ts";

const live = `arn:aws:lambda:eu-west-3:${account}:function:close-agreement:live`;

function workflowCalling(functions: Readonly<Record<string, { readonly functionArn: string }>>): Cloud {
  const outdir = emptyDirectory();
  const app = new App({ outdir, autoSynth: false });
  const stack = new Stack(app, "Workflows", { env: { account, region: "eu-west-3" } });
  new Workflow(stack, "OneWeekNotice", {
    definition: new URL("./support/one-week-notice.asl.json", import.meta.url),
    functions,
    key: new ClassKey(stack, "BusinessKey", { description: "Procedures", use: workflowKeyUse }),
    logsKey: new ClassKey(stack, "LogsKey", { description: "Logs", use: { logs: true } }),
  });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  app.synth();
  return readCloud(outdir);
}

describe("a workflow", () => {
  const cloud = workflowCalling({ CloseAgreement: { functionArn: live } });
  const [machine] = ofType(cloud, "AWS::StepFunctions::StateMachine");
  const [key] = ofType(cloud, "AWS::KMS::Key");

  test("is deployed with its definition inside, its functions named by their alias", () => {
    const definition = JSON.parse(machine?.properties.DefinitionString);
    expect(definition.StartAt).toBe("Wait for the end of the notice");
    expect(definition.States["Close the agreement"].Arguments.FunctionName).toMatch(/^\$\{CloseAgreement\}$/);
    expect(machine?.properties.DefinitionSubstitutions).toEqual({ CloseAgreement: live });
  });

  test("logs every transition and nothing of what it carries, under the key of its class", () => {
    expect(machine?.properties.LoggingConfiguration).toMatchObject({ Level: "ALL", IncludeExecutionData: false });
    expect(machine?.properties.EncryptionConfiguration).toEqual({
      Type: "CUSTOMER_MANAGED_KMS_KEY",
      KmsKeyId: `arn:aws:kms:eu-west-3:${account}:key/${key?.id}`,
    });
  });

  test("may call the functions of its definition and no other", () => {
    const calls = rolesOf(cloud)
      .flatMap(({ documents }) => documents)
      .flatMap(({ Statement }) => Statement)
      .filter(({ Action }) => listed(Action).includes("lambda:InvokeFunction"));
    expect(calls.flatMap(({ Resource }) => listed(Resource))).toEqual([live]);
  });

  test("its role opens what was encrypted for a state machine; what was encrypted for no one in particular: denied", () => {
    const [role] = rolesOf(cloud);
    const arn = `arn:aws:iam::${account}:role/guichet/workflows/${role?.id}`;
    const decrypting = (context: Readonly<Record<string, string>>) =>
      evaluate({
        principal: arn,
        account,
        action: "kms:Decrypt",
        resource: machine?.properties.EncryptionConfiguration.KmsKeyId,
        context: { "aws:PrincipalArn": arn, ...context },
        identity: role?.documents as never,
        resourcePolicy: key?.properties.KeyPolicy,
      });
    expect(
      decrypting({
        "kms:EncryptionContext:aws:states:stateMachineArn": `arn:aws:states:eu-west-3:${account}:stateMachine:Notice`,
      }),
    ).toBe("Allowed");
    expect(decrypting({})).not.toBe("Allowed");
  });

  test("is started through alias live, of the version that was deployed with it", () => {
    const [alias] = ofType(cloud, "AWS::StepFunctions::StateMachineAlias");
    const [version] = ofType(cloud, "AWS::StepFunctions::StateMachineVersion");
    expect(alias?.properties.Name).toBe("live");
    expect(alias?.properties.RoutingConfiguration).toEqual([
      { StateMachineVersionArn: `${version?.id}.Arn`, Weight: 100 },
    ]);
  });

  test("a function that it may call and does not: its role may not either", () => {
    const more = workflowCalling({ CloseAgreement: { functionArn: live }, Other: { functionArn: `${live}-other` } });
    expect(ofType(more, "AWS::StepFunctions::StateMachine")[0]?.properties.DefinitionSubstitutions).toEqual({
      CloseAgreement: live,
    });
    expect(JSON.stringify(rolesOf(more))).not.toContain("-other");
  });

  test("a definition that calls a function which it is not given: refused, both named", () => {
    expect(() => workflowCalling({})).toThrow(/one-week-notice.asl.json calls CloseAgreement, which it is not given/);
  });
});
