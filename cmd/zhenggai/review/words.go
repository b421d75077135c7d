package review

import "zhenggai/model"

// say makes a phrase in both languages, for the template "t".
func say(zh, en string) model.Label { return model.Label{ZH: zh, EN: en} }
