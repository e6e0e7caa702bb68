// Pages that may be cached do not know who reads them: this asks who is signed in, and puts their menu,
// or "Sign in", in the place of "Your account".
import { forgetAll } from "./typed-store.js";

const nav = document.querySelector("[data-account-menu]");

function offerSignIn() {
  const link = nav.querySelector("a");
  link.textContent = "Sign in";
  link.href = nav.dataset.signIn;
}

async function show(address) {
  const response = await fetch(address, { cache: "no-store" });
  if (response.status === 204) return offerSignIn();
  if (!response.ok) return null;
  const menu = new DOMParser().parseFromString(await response.text(), "text/html");
  nav.replaceChildren(...menu.querySelector("nav").children);
  nav.querySelector('form[action$="/logout/"]').addEventListener("submit", forgetAll);
  return null;
}

// Without a connection or an answer the link stays, which serves both.
if (nav) show(nav.dataset.accountMenu).catch(() => null);
