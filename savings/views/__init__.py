"""The pages of savings: authorise, find, let a form check, call one action, answer."""
