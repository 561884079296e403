export { openApi } from '../client/http/api.ts';
