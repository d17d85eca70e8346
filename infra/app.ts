/** Entry of the CDK app: bundles what is deployed, reads the options, makes the stack. */
import { App } from 'aws-cdk-lib';
import { bundleFunctions, bundlePages, functionPlaces, pagePlaces } from '../scripts/bundle.ts';
import { ChatStack } from './chat-stack.ts';
import { projectContext, readStackOptions } from './stack-options.ts';

await Promise.all([bundleFunctions(), bundlePages()]);

// The CLI's own context goes over this one; without the CLI the template is still the same.
const app = new App({ context: projectContext(), analyticsReporting: false });
new ChatStack(app, 'Dormouse', {
  description: 'Dormouse: a serverless home for asynchronous customer chat',
  functionsDir: functionPlaces.outputDir,
  pagesDir: pagePlaces.outputDir,
  options: readStackOptions((name) => app.node.tryGetContext(name)),
});
