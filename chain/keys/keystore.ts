/** What is used of ethers for keystores (Web3 Secret Storage), apart so that a bundle for browsers has nothing else of it. */
export { decryptKeystoreJson, encryptKeystoreJson } from 'ethers';
