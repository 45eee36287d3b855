import { TLS_TODO } from '@guance-jira/operations';
import { inBoth } from './in-both.ts';

/** What TLS had against the connection, and what to do. In English as the worker logs it. */
export const tlsWords = inBoth({
  en: {
    todo: TLS_TODO,
    tokenUnreachable:
      'no access token could be obtained: check whether this machine reaches https://auth.atlassian.com (also through HTTPS_PROXY), or the address in JIRA_OAUTH_TOKEN_URL. Events wait meanwhile',
  },
  zh: {
    tokenUnreachable:
      '拿不到 access token：请检查本机能否访问 https://auth.atlassian.com（包括经由 HTTPS_PROXY），或 JIRA_OAUTH_TOKEN_URL 指向的地址。期间事件等待',
    todo: {
      certificate_wanted: 'Jira 的 TLS 要求客户端证书：请设置 JIRA_TLS_CERT 和 JIRA_TLS_KEY',
      certificate_refused:
        'Jira 的 TLS 拒绝了我们的客户端证书：请检查 JIRA_TLS_CERT 是否过期，签发它的 CA 是否为对方要求的 CA',
      closed_after_handshake:
        'TLS 握手后连接立即被关闭，要求客户端证书的 Jira 就是这样：请设置 JIRA_TLS_CERT 和 JIRA_TLS_KEY；已经设置的，请查明为何被拒绝',
      unknown_ca: '没有受信任的 CA 为 Jira 的证书担保：请用 JIRA_TLS_CA（或 NODE_EXTRA_CA_CERTS）指定私有 CA',
      expired: 'Jira 的证书已过期：请 Jira 的运维更新',
      not_yet_valid: 'Jira 的证书尚未生效：请检查本机时钟',
      wrong_host: 'Jira 的证书属于另一个主机名：JIRA_URL 请写证书中的名字',
      no_tls: 'JIRA_URL 的端口不是 TLS：请改用 http://，或换端口',
    },
  },
});
