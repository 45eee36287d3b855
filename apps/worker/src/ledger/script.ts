export { type Script, script } from '@guance-jira/queue';
