"""Commands (指令): what somebody asks to be done to a case, in the imperative."""
