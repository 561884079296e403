/** What is used of ethers for keystores (Web3 Secret Storage), apart so that a page loads nothing else of it. */
export { decryptKeystoreJson, encryptKeystoreJson } from 'ethers';
