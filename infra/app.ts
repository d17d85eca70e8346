/** Entry of the CDK app: bundles what is deployed, reads the options, makes the stack. */
import { App } from 'aws-cdk-lib';
import { bundleFunctions, bundlePages, functionPlaces, pagePlaces } from '../scripts/bundle.ts';
import { ChatStack } from './chat-stack.ts';
import { readStackOptions } from './stack-options.ts';

await Promise.all([bundleFunctions(), bundlePages()]);

const app = new App();
new ChatStack(app, 'Dormouse', {
  description: 'Dormouse: a serverless home for asynchronous customer chat',
  functionsDir: functionPlaces.outputDir,
  pagesDir: pagePlaces.outputDir,
  options: readStackOptions((name) => app.node.tryGetContext(name)),
});
