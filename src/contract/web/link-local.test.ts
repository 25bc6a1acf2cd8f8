import { expect, it } from 'vitest';
import { linkLocalIssue } from './endpoint-url.js';
import { isLinkLocalAddress } from './link-local.js';

const isRefused = (host: string) => linkLocalIssue(`http://${host}/latest/meta-data`) !== null;

it.each([
  '169.254.169.254',
  '169.254.0.1:8080',
  '169.254.169.254.',
  '2852039166',
  '0xA9FEA9FE',
  '0xa9.0xfe.0xa9.0xfe',
  '0251.0376.0251.0376',
  '169.254.43518',
  '169.16689662',
  '１６９.254.169.254',
  '169%2e254%2e169%2e254',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
  '[fe80::1]',
  '[FE80:0:0:0:1:2:3:4]',
  '[febf::1]',
  '[fd00:ec2::254]',
  '[fd00:0ec2:0:0:0:0:0:23]',
  '[fd20:ce::254]',
  '[::ffff:169.254.169.254]',
  '[::ffff:a9fe:a9fe]',
  '[::169.254.169.254]',
  '[::ffff:0:169.254.169.254]',
  '[64:ff9b::a9fe:a9fe]',
  '[64:ff9b:1::a9fe:a9fe]',
  '[2002:a9fe:a9fe::1]',
  'metadata.google.internal',
  'METADATA.google.Internal.',
  'metadata.goog',
  'instance-data.ec2.internal',
  'metadata.azure.internal',
  'user:secret@169.254.169.254',
])('refuses the host %s', (host) => {
  expect(isRefused(host)).toBe(true);
});

it.each([
  '127.0.0.1',
  'localhost:3000',
  '10.0.0.1',
  '192.168.1.20',
  '172.17.0.1',
  '169.253.1.1',
  '[::1]',
  '[fd00::1]',
  '[fc00::254]',
  '[fec0::1]',
  '[::ffff:127.0.0.1]',
  '[2001:db8::a9fe:a9fe]',
  'host.docker.internal',
  'app',
  'metadata',
  'metadata.example.com',
  '169.254.169.254.example.com',
])('takes the host %s', (host) => {
  expect(isRefused(host)).toBe(false);
});

it.each([
  ['fe80::1%eth0', true],
  ['::ffff:169.254.1.2', true],
  ['169.254.1.2', true],
  ['::1', false],
  ['203.0.113.7', false],
])('knows the address %s as a system writes it', (address, expected) => {
  expect(isLinkLocalAddress(address)).toBe(expected);
});
